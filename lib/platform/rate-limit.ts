import { createHash } from "node:crypto";

import {
  RateLimiterPostgres,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from "rate-limiter-flexible";

import { AppError } from "@/lib/core/errors";
import { openSessions } from "@/lib/platform/database/sessions";
import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";
import { openRedis } from "@/lib/platform/redis";

const TABLE = "rate_limit"; // prisma/migrations/20261121000100_rate_limit
const CONNECTIONS = 2;

/** So many points in so long, counted from the first. */
export type RateLimit = Readonly<{ points: number; durationSeconds: number }>;

export type RateLimiter = Readonly<{
  /** Takes a point from the key (an address, a token's id). Throws: rate_limited, with when to come back. */
  take: (key: string) => Promise<void>;
  /** Gives one point back: what was counted was no failure. */
  giveBack: (key: string) => Promise<void>;
  /** Gives the key all its points back, as after the right password. */
  reset: (key: string) => Promise<void>;
  close: () => Promise<void>;
}>;

/** A named limit, shared by all processes: in Redis when `REDIS_URL` is set, else in PostgreSQL. */
export async function createRateLimiter(
  env: Pick<Env, "databaseUrl" | "redisUrl">,
  name: string,
  limit: RateLimit,
  log: Log,
): Promise<RateLimiter> {
  const store = await openStore(env, name, limit, log);
  return {
    take: async (key) => {
      try {
        await store.limiter.consume(digest(key));
      } catch (reason) {
        if (!(reason instanceof RateLimiterRes)) throw reason;
        throw new AppError("rate_limited", "too many attempts", { retryAfterMs: reason.msBeforeNext });
      }
    },
    giveBack: async (key) => {
      await store.limiter.reward(digest(key));
    },
    reset: async (key) => {
      await store.limiter.delete(digest(key));
    },
    close: store.close,
  };
}

type Store = Readonly<{ limiter: RateLimiterAbstract; close: () => Promise<void> }>;

async function openStore(
  env: Pick<Env, "databaseUrl" | "redisUrl">,
  name: string,
  limit: RateLimit,
  log: Log,
): Promise<Store> {
  const options = { keyPrefix: `limit:${name}`, points: limit.points, duration: limit.durationSeconds };
  if (env.redisUrl !== undefined) {
    const client = await openRedis(env.redisUrl, "caller", log);
    const limiter = new RateLimiterRedis({ ...options, storeClient: client });
    return { limiter, close: async () => void (await client.quit().catch(() => client.disconnect())) };
  }
  const pool = openSessions({ url: env.databaseUrl, name: "rate-limit", connectionsMax: CONNECTIONS }, log);
  const limiter = new RateLimiterPostgres({
    ...options,
    storeClient: pool,
    storeType: "pool",
    tableName: TABLE,
    tableCreated: true, // by our migration: the run-time role may not create tables
    clearExpiredByTimeout: true,
  });
  return { limiter, close: () => pool.end() };
}

/** Keys are addresses and e-mails: the store need not know them. */
function digest(key: string): string {
  return createHash("sha256").update(key).digest("base64url");
}
