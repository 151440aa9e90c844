import { inject, afterAll, beforeAll, describe, expect, test, vi } from "vitest";

import { TOPICS } from "@/lib/domain/ledger/states";
import { systemClock } from "@/lib/platform/clock";
import { createLog } from "@/lib/platform/log";
import { createQueue } from "@/lib/platform/queue/queue";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import { listLedgers, takeInAll } from "@/tests/factories/firm";
import { readHeld, truthOf } from "@/tests/factories/held";
import { createTestServices, createTestTenant, TEST_KEY } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { startTestWorker } from "@/tests/factories/workers";
import type { TestWorker } from "@/tests/factories/workers";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const WORKERS = 3;
const SETTLED_WITHIN_MS = 240_000;

declare module "vitest" {
  export interface ProvidedContext {
    redisUrl: string;
  }
}

type Backend = Readonly<{
  name: string;
  redisUrl: () => string;
  merchants: number;
  days: number;
  kills: number;
}>;

const BACKENDS: readonly Backend[] = [
  { name: "PostgreSQL", redisUrl: () => "", merchants: 4, days: 30, kills: 2 },
  { name: "Redis", redisUrl: () => inject("redisUrl"), merchants: 3, days: 20, kills: 1 },
];

describe.each(BACKENDS)("three workers under a hostile API, with the queue on $name", (backend) => {
  let database: TestDatabase;
  let simulator: TestSimulator;
  let services: TestServices;
  let ctx: ServiceContext;
  const workers: TestWorker[] = [];

  beforeAll(async () => {
    database = await createTestDatabase();
    simulator = await createTestSimulator({ merchants: backend.merchants, days: backend.days });
    services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock: systemClock });
    ctx = await createTestTenant(services, database);
    await takeInAll(ctx, simulator);
    await simulator.control("POST", "/faults", { profile: "hostile" });
  });

  afterAll(async () => {
    await Promise.all(workers.map((worker) => worker.kill()));
    await services.close();
    await simulator.close();
    await database.drop();
  });

  function environment(): Record<string, string> {
    const redisUrl = backend.redisUrl();
    return {
      DATABASE_URL: database.url,
      VIPPS_API_URL: simulator.url,
      ENCRYPTION_KEYS: `test:${TEST_KEY.toString("base64")}`,
      ...(redisUrl === "" ? {} : { REDIS_URL: redisUrl }),
    };
  }

  async function entryCount(): Promise<bigint> {
    const rows = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ n: bigint }>(
        "select coalesce(sum(next_sequence - 1), 0)::bigint as n from feed where tenant_id = $1",
        [tx.tenantId],
      ),
    );
    return rows[0]?.n ?? 0n;
  }

  test(
    "ends with exactly the truth, though one is killed again and again and the queue is emptied",
    { timeout: SETTLED_WITHIN_MS + 60_000 },
    async (context) => {
      if (backend.name === "Redis" && backend.redisUrl() === "")
        context.skip("no Redis or Valkey server could be had");
      for (let index = 0; index < WORKERS; index += 1) workers.push(startTestWorker(environment()));
      let before = 0n;
      for (let kill = 0; kill < backend.kills; kill += 1) {
        // Killed while it writes: whenever the copy has grown since the last kill.
        const count = await vi.waitUntil(
          async () => {
            const now = await entryCount();
            return now > before ? now : undefined;
          },
          { timeout: 60_000, interval: 100 },
        );
        before = count;
        await workers.shift()?.kill();
        workers.push(startTestWorker(environment()));
        if (kill === 0) {
          const queue = await createQueue(
            { queueDatabaseUrl: database.url, redisUrl: backend.redisUrl() || undefined },
            createLog("silent"),
          );
          await queue.obliterate();
          await queue.close();
        }
      }
      const ledgers = await listLedgers(ctx, "active");
      expect(ledgers.length).toBeGreaterThan(0);
      await vi.waitFor(
        async () => {
          const truths = await simulator.truth();
          for (const ledger of ledgers) {
            const truth = truths.find((of) => of.ledgerId === ledger.ledgerId);
            for (const topic of TOPICS) {
              const held = await readHeld(ctx, ledger.id, topic);
              expect(held, `${ledger.ledgerId} ${topic}`).toEqual(truth && truthOf(truth.topics[topic]));
            }
          }
        },
        { timeout: SETTLED_WITHIN_MS, interval: 1_000 },
      );
      await vi.waitFor(() => expect(workers.every((worker) => worker.isStarted())).toBe(true), {
        timeout: 60_000,
        interval: 100,
      });
      for (const worker of workers.splice(0)) expect(await worker.stop(), worker.output()).toBe(0);
    },
  );
});
