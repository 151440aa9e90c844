import { SECOND_MS } from "@/lib/core/clock";
import type { Env } from "@/lib/platform/env";
import { createHttpClient } from "@/lib/platform/http";
import type { Services } from "@/lib/services/context";
import { failed, ok, reasonOf, skipped } from "@/lib/services/doctor/check";
import type { Check } from "@/lib/services/doctor/check";
import { checkDatabase } from "@/lib/services/doctor/check-database";
import { checkStoredKeys } from "@/lib/services/doctor/check-keys";

const QUEUE_WITHIN_MS = 10 * SECOND_MS;
const API_WITHIN_MS = 10 * SECOND_MS;

export type Examined = Readonly<{
  env: Env;
  services: Services;
  migrationsFolder: string;
  signal?: AbortSignal;
}>;

/** Looks at everything that an installation needs, one check after the other; none stops the rest. */
export async function examine(of: Examined): Promise<readonly Check[]> {
  const { services } = of;
  const database = await checkDatabase({
    database: services.database,
    clock: services.clock,
    migrationsFolder: of.migrationsFolder,
  });
  const isUp = database[0]?.state === "ok";
  const isMigrated = database.find((check) => check.name === "migrations")?.state === "ok";
  const queue = await checkQueue(of);
  const api = await checkApi(of);
  if (!isUp || !isMigrated || api.state !== "ok") {
    const why = isUp && isMigrated ? "Vipps MobilePay does not answer" : "the database is not ready";
    return [...database, queue, api, skipped("keys", why)];
  }
  return [...database, queue, api, ...(await checkStoredKeys(services, of.signal))];
}

async function checkQueue({ env, services }: Examined): Promise<Check> {
  const where = env.redisUrl === undefined ? "PostgreSQL" : "Redis";
  try {
    // The queue's library takes a quarter of a second to load, and no other check needs it.
    const { createQueue } = await import("@/lib/platform/queue/queue");
    const counts = await within(QUEUE_WITHIN_MS, async () => {
      const queue = await createQueue(env, services.log);
      try {
        return await queue.counts();
      } finally {
        await queue.close();
      }
    });
    return ok(
      "queue",
      `in ${where}: ${String(counts["waiting"] ?? 0)} waiting, ${String(counts["failed"] ?? 0)} failed`,
    );
  } catch (error) {
    return failed(
      "queue",
      `in ${where}: ${reasonOf(error)}`,
      `${env.redisUrl === undefined ? "start PostgreSQL, or mend QUEUE_DATABASE_URL" : "start Redis, or mend REDIS_URL"}; ` +
        "nothing is lost: the rows say what is due",
    );
  }
}

/** Any answer will do: it is the way there that is looked at. */
async function checkApi({ env, services, signal }: Examined): Promise<Check> {
  const { host } = new URL(env.vippsApiUrl);
  const http = createHttpClient({
    clock: services.clock,
    random: services.random,
    limits: { attempts: 2, wholeMs: API_WITHIN_MS },
  });
  try {
    await http.send(
      {
        method: "GET",
        url: `${env.vippsApiUrl}/`,
        headers: { accept: "application/json" },
        ...(signal && { signal }),
      },
      () => undefined,
    );
    return ok("api", `${host} answers`);
  } catch (error) {
    return failed(
      "api",
      `${host}: ${reasonOf(error)}`,
      "check VIPPS_API_URL and the way out of this network; what is copied is safe, and the worker goes on by itself",
    );
  } finally {
    http.close();
  }
}

/** A connection that hangs is a failure too. In real time, whatever clock the services have. */
async function within<T>(limitMs: number, work: () => Promise<T>): Promise<T> {
  const late = AbortSignal.timeout(limitMs);
  const timeout = new Promise<never>((_resolve, reject) => {
    const onLate = (): void => reject(new Error(`no answer within ${String(limitMs / SECOND_MS)} s`));
    late.addEventListener("abort", onLate, { once: true });
  });
  return Promise.race([work(), timeout]);
}
