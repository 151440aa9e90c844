import { readEnv } from "@/lib/platform/env";
import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";
import { createRateLimiter } from "@/lib/platform/rate-limit";
import type { RateLimiter } from "@/lib/platform/rate-limit";
import { sharedServices } from "@/lib/services/wiring";

/** How often something may be tried, by account and by address, over all web processes. Forgiven: what succeeds. */
const LIMITS = {
  "sign-in": { account: 10, address: 60, durationSeconds: 15 * 60, isForgiven: true },
  "second-factor": { account: 10, address: 60, durationSeconds: 15 * 60, isForgiven: true },
  /** The password asked for again, on the account's own page. */
  password: { account: 10, address: 60, durationSeconds: 15 * 60, isForgiven: true },
  /** Letters that somebody has sent to an address. */
  letter: { account: 5, address: 20, durationSeconds: 60 * 60, isForgiven: false },
  /** Links by mail that somebody uses; their secrets cannot be guessed. */
  link: { account: 60, address: 60, durationSeconds: 15 * 60, isForgiven: false },
} as const;

export type AttemptKind = keyof typeof LIMITS;

export type AttemptGuard = Readonly<{
  /** Counts the attempt and does the work. Throws: rate_limited, and what `work` throws. */
  attempt: <T>(
    kind: AttemptKind,
    who: Readonly<{ account: string; address: string }>,
    work: () => Promise<T>,
  ) => Promise<T>;
  close: () => Promise<void>;
}>;

/** The account is whatever names it: an e-mail or a person's id. Whether it exists makes no difference. */
export function createAttemptGuard(env: Pick<Env, "databaseUrl" | "redisUrl">, log: Log): AttemptGuard {
  const opened = new Map<string, Promise<RateLimiter>>();
  const limiter = (kind: AttemptKind, of: "account" | "address"): Promise<RateLimiter> => {
    const name = `${kind}/${of}`;
    const { durationSeconds } = LIMITS[kind];
    const known =
      opened.get(name) ?? createRateLimiter(env, name, { points: LIMITS[kind][of], durationSeconds }, log);
    opened.set(name, known);
    // One that could not be opened is opened anew by the next attempt.
    known.catch(() => opened.delete(name));
    return known;
  };
  return {
    attempt: async (kind, who, work) => {
      const account = await limiter(kind, "account");
      const key = who.account.trim().toLowerCase();
      const address = await limiter(kind, "address");
      await address.take(who.address);
      await account.take(key);
      const result = await work();
      // A whole office comes from one address in the morning: only what failed counts against it.
      if (LIMITS[kind].isForgiven) await Promise.all([account.reset(key), address.giveBack(who.address)]);
      return result;
    },
    close: async () => {
      for (const known of opened.values()) await (await known).close();
    },
  };
}

let guard: AttemptGuard | undefined;

/** The guard of this web process. */
export const guardAttempt: AttemptGuard["attempt"] = (kind, who, work) => {
  guard ??= createAttemptGuard(readEnv(), sharedServices().log);
  return guard.attempt(kind, who, work);
};
