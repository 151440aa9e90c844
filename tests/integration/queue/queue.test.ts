import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";

import { Pool } from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test, vi } from "vitest";

import { AppError } from "@/lib/core/errors";
import { createLog } from "@/lib/platform/log";
import { createMetrics } from "@/lib/platform/metrics";
import type { QueueEnv } from "@/lib/platform/queue/backend";
import { startConsumer, type Consumer, type ConsumerOptions } from "@/lib/platform/queue/consumer";
import { createQueue, type JobQueue, type Schedule } from "@/lib/platform/queue/queue";
import { createTestDatabase, type TestDatabase } from "@/tests/setup/database";

import { handlersOf, type Handle } from "@/tests/integration/queue/recording-handlers";

const LOCK_MS = 1_000;
const log = createLog("silent");
const redisUrl = inject("redisUrl");

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

describe.each(["postgres", "redis"] as const)("the queue on %s", (backend) => {
  describe.skipIf(backend === "redis" && redisUrl === "")("", () => {
    let env: QueueEnv;
    let queue: JobQueue;
    let consumers: Consumer[];

    beforeEach(async () => {
      env = {
        queueDatabaseUrl: database.url,
        redisUrl: backend === "redis" ? redisUrl : undefined,
        queueName: `test-${randomUUID()}`,
      };
      consumers = [];
      queue = await createQueue(env, log);
    });

    afterEach(async () => {
      for (const consumer of consumers) await consumer.close(2_000);
      await queue.obliterate();
      await queue.close();
    });

    async function consume(handle: Handle, more: Partial<ConsumerOptions> = {}): Promise<Consumer> {
      const handlers = handlersOf(handle);
      const consumer = await startConsumer({ env, log, handlers, concurrency: 4, lockMs: LOCK_MS, ...more });
      consumers.push(consumer);
      return consumer;
    }

    async function recordShards(): Promise<number[]> {
      const seen: number[] = [];
      await consume(async (_name, payload) => void seen.push(Number(payload["shard"])));
      return seen;
    }

    const isEmpty = async (): Promise<void> => {
      const counts = await queue.counts();
      expect(counts).toMatchObject({ waiting: 0, active: 0 });
    };

    test("a job is handled once, with its payload", async () => {
      const seen = await recordShards();
      for (let shard = 0; shard < 40; shard += 1) await queue.enqueue("due.ring", { shard });
      await vi.waitFor(() => expect(seen).toHaveLength(40), { timeout: 10_000 });
      await vi.waitFor(isEmpty, { timeout: 10_000 });
      expect(new Set(seen).size).toBe(40);
    });

    test("a second ring for the same row is dropped while the first waits, and heard after it was handled", async () => {
      await Promise.all([1, 1, 1, 2].map((shard) => queue.enqueue("due.ring", { shard })));
      expect(await queue.counts()).toMatchObject({ waiting: 2 });
      const seen = await recordShards();
      await vi.waitFor(() => expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2]), { timeout: 10_000 });
      await vi.waitFor(isEmpty, { timeout: 10_000 });
      await queue.enqueue("due.ring", { shard: 1 });
      await vi.waitFor(() => expect(seen).toHaveLength(3), { timeout: 10_000 });
    });

    test("a letter that somebody waits for goes before everything that stands in line", async () => {
      for (let shard = 0; shard < 20; shard += 1) await queue.enqueue("due.ring", { shard });
      await queue.enqueue("mail.send", {});
      const seen: string[] = [];
      await consume(async (name) => void seen.push(name), { concurrency: 1 });
      await vi.waitFor(() => expect(seen).toHaveLength(21), { timeout: 15_000 });
      expect(seen[0]).toBe("mail.send");
    });

    test("two workers share the jobs, and none is handled twice", async () => {
      const [left, right] = [await recordShards(), await recordShards()];
      for (let shard = 0; shard < 60; shard += 1) await queue.enqueue("due.ring", { shard });
      await vi.waitFor(() => expect(left.length + right.length).toBe(60), { timeout: 15_000 });
      await vi.waitFor(isEmpty, { timeout: 10_000 });
      expect(new Set([...left, ...right]).size).toBe(60);
    });

    test("jobs of a worker that was killed are taken up again", async () => {
      const child = spawn(
        process.execPath,
        ["--import", "tsx", "tests/integration/queue/stuck-worker.ts", JSON.stringify(env), String(LOCK_MS)],
        { stdio: ["ignore", "pipe", "inherit"] },
      );
      let taken = "";
      child.stdout.on("data", (chunk: Buffer) => (taken += chunk.toString()));
      for (const shard of [1, 2, 3]) await queue.enqueue("due.ring", { shard });
      await vi.waitFor(() => expect(taken.trim().split("\n")).toHaveLength(3), { timeout: 15_000 });
      child.kill("SIGKILL");
      const seen = await recordShards();
      await vi.waitFor(() => expect(seen.toSorted((a, b) => a - b)).toEqual([1, 2, 3]), { timeout: 15_000 });
      await vi.waitFor(isEmpty, { timeout: 10_000 });
    });

    test("an emptied queue works on, and its schedules come back when they are upserted", async () => {
      const schedules: Schedule[] = [{ id: "ring/0", name: "due.ring", payload: { shard: 7 }, everyMs: 300 }];
      const seen = await recordShards();
      await queue.enqueue("due.ring", { shard: 1 });
      await queue.upsertSchedules(schedules);
      await vi.waitFor(() => expect(seen.filter((shard) => shard === 7).length).toBeGreaterThan(1), {
        timeout: 10_000,
      });

      await queue.obliterate();
      const before = seen.length;
      await queue.upsertSchedules(schedules);
      await queue.enqueue("due.ring", { shard: 1 });
      await vi.waitFor(
        () => {
          expect(seen.slice(before).filter((shard) => shard === 7).length).toBeGreaterThan(1);
          expect(seen.slice(before)).toContain(1);
        },
        { timeout: 15_000 },
      );
    });

    test("upserting the same schedules again and again neither doubles nor delays them", async () => {
      const seen = await recordShards();
      const schedules: Schedule[] = [{ id: "ring/0", name: "due.ring", payload: { shard: 1 }, everyMs: 500 }];
      const startedMs = performance.now();
      while (performance.now() - startedMs < 2_600) {
        await queue.upsertSchedules(schedules);
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(seen.length).toBeGreaterThanOrEqual(4);
      expect(seen.length).toBeLessThanOrEqual(7);
    });

    test("a schedule that left the table is removed", async () => {
      const one: Schedule = { id: "ring/0", name: "due.ring", payload: { shard: 1 }, everyMs: 200 };
      await queue.upsertSchedules([one, { ...one, id: "ring/1", payload: { shard: 2 } }]);
      await queue.upsertSchedules([one]);
      const seen = await recordShards();
      await vi.waitFor(() => expect(seen.filter((shard) => shard === 1).length).toBeGreaterThan(2), {
        timeout: 10_000,
      });
      expect(seen.filter((shard) => shard === 2).length).toBeLessThanOrEqual(1);
    });

    test("closing lets a short job finish, and aborts a long one", async () => {
      const ends: string[] = [];
      const consumer = await consume(async (_name, payload, signal) => {
        const isLong = payload["shard"] === 2;
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, isLong ? 60_000 : 100);
          signal.addEventListener("abort", () => {
            clearTimeout(timer);
            resolve();
          });
        });
        ends.push(isLong && signal.aborted ? "abandoned" : "finished");
        signal.throwIfAborted();
      });
      await queue.enqueue("due.ring", { shard: 1 });
      await queue.enqueue("due.ring", { shard: 2 });
      await vi.waitFor(() => expect(consumer.running()).toBe(2), { timeout: 10_000 });
      const startedMs = performance.now();
      await consumer.close(3_000);
      expect(performance.now() - startedMs).toBeLessThan(3_000);
      expect(ends).toEqual(["finished", "abandoned"]);
      await isEmpty();
    });

    test("a job that ignores its signal does not keep the worker from closing, and runs again elsewhere", async () => {
      const consumer = await consume(() => new Promise(() => {}));
      await queue.enqueue("due.ring", { shard: 9 });
      await vi.waitFor(() => expect(consumer.running()).toBe(1), { timeout: 10_000 });
      await consumer.close(500);
      consumers = [];
      const seen = await recordShards();
      await vi.waitFor(() => expect(seen).toEqual([9]), { timeout: 15_000 });
    });

    test("what a failure means: postponed is done, refused and crashed are failed, and all is counted", async () => {
      const metrics = createMetrics();
      await consume(
        async (_name, payload) => {
          if (payload["shard"] === 1)
            throw new AppError("provider_unavailable", "later", { retryAfterMs: 1 });
          if (payload["shard"] === 2) throw new AppError("not_found", "no such row");
          throw new Error("bug");
        },
        { metrics },
      );
      for (const shard of [1, 2, 3]) await queue.enqueue("due.ring", { shard });
      await vi.waitFor(
        async () => expect(await queue.counts()).toMatchObject({ failed: 2, waiting: 0, active: 0 }),
        {
          timeout: 10_000,
        },
      );
      expect(metrics.text()).toContain('avstemt_jobs_total{job="due.ring",outcome="done"} 1');
      expect(metrics.text()).toContain('avstemt_jobs_total{job="due.ring",outcome="failed"} 2');
    });

    test("a failed job does not block the next ring", async () => {
      let calls = 0;
      await consume(async () => {
        calls += 1;
        throw new AppError("not_found", "no such row");
      });
      await queue.enqueue("due.ring", { shard: 1 });
      await vi.waitFor(async () => expect(await queue.counts()).toMatchObject({ failed: 1 }), {
        timeout: 10_000,
      });
      await queue.enqueue("due.ring", { shard: 1 });
      await vi.waitFor(() => expect(calls).toBe(2), { timeout: 10_000 });
    });
  });
});

describe("PostgreSQL under the queue", () => {
  test("a worker whose connections were cut goes on", async () => {
    const env: QueueEnv = {
      queueDatabaseUrl: database.url,
      redisUrl: undefined,
      queueName: `cut-${randomUUID()}`,
    };
    const queue = await createQueue(env, log);
    const seen: number[] = [];
    const handlers = handlersOf(async (_name, payload) => void seen.push(Number(payload["shard"])));
    const consumer = await startConsumer({ env, log, handlers, concurrency: 2 });
    await queue.enqueue("due.ring", { shard: 1 });
    await vi.waitFor(() => expect(seen).toEqual([1]), { timeout: 10_000 });
    const admin = new Pool({ connectionString: database.url, max: 1 });
    await admin.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = current_user and datname = current_database() and pid <> pg_backend_pid()",
    );
    await admin.end();
    await vi.waitFor(() => queue.enqueue("due.ring", { shard: 2 }), { timeout: 10_000 });
    await vi.waitFor(() => expect(seen).toEqual([1, 2]), { timeout: 20_000 });
    await consumer.close(2_000);
    await queue.close();
  });

  test("a queue that is not there is named", async () => {
    const env: QueueEnv = { queueDatabaseUrl: "postgresql://nobody:x@127.0.0.1:9/none", redisUrl: undefined };
    await expect(createQueue(env, log)).rejects.toThrow();
  });
});
