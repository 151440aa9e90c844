import { createPostgresBackend, Queue, withBackend, Worker, type Job, type WorkerOptions } from "bullmq";

import { openSessions } from "@/lib/platform/database/sessions";
import type { Env } from "@/lib/platform/env";
import type { Log } from "@/lib/platform/log";
import { openRedis, requireNoEviction, type RedisUse } from "@/lib/platform/redis";

/** The environment that says where the queue lives. */
export type QueueEnv = Pick<Env, "queueDatabaseUrl" | "redisUrl"> &
  Readonly<{
    /** For tests, which must never touch the queue that somebody works with. */
    queueName?: string;
  }>;

/** One queue for all jobs: what a job is, its name says. */
const QUEUE_NAME = "jobs";
/** The braces keep all keys of the queue in one slot of a Redis Cluster. */
const PREFIX = "{avstemt}";
const CALLER_CONNECTIONS = 4;
const CONSUMER_CONNECTIONS = 8;

export type Process = (job: Job, token?: string, signal?: AbortSignal) => Promise<void>;
export type ConsumerSettings = Pick<WorkerOptions, "concurrency" | "lockDuration" | "stalledInterval">;

/** What we use of BullMQ's queue, whichever backend carries it. */
export type BackendQueue = Pick<
  Queue,
  | "add"
  | "close"
  | "getJobCounts"
  | "getJobSchedulers"
  | "obliterate"
  | "removeJobScheduler"
  | "upsertJobScheduler"
  | "waitUntilReady"
>;
/** What we use of BullMQ's worker. */
export type BackendWorker = Pick<Worker, "cancelAllJobs" | "close" | "waitUntilReady">;

export type WorkerEvents = Readonly<{ onDrained: () => void }>;

export type Backend = Readonly<{
  kind: "postgres" | "redis";
  openQueue: () => Promise<BackendQueue>;
  openWorker: (process: Process, settings: ConsumerSettings, events: WorkerEvents) => Promise<BackendWorker>;
  /** Closes the connections; the queue or worker first. */
  close: () => Promise<void>;
}>;

/** The one place that knows where the queue lives: in Redis when `REDIS_URL` is set, else in PostgreSQL. */
export function openBackend(env: QueueEnv, use: RedisUse, log: Log): Promise<Backend> {
  const name = env.queueName ?? QUEUE_NAME;
  return env.redisUrl === undefined
    ? openPostgres({ url: env.queueDatabaseUrl, name, use, log })
    : openInRedis({ url: env.redisUrl, name, use, log });
}

type Options = Readonly<{ url: string; name: string; use: RedisUse; log: Log }>;

async function openPostgres({ url, name, use, log }: Options): Promise<Backend> {
  // A worker keeps one connection for LISTEN; jobs take one only while they are fetched and finished.
  const connectionsMax = use === "caller" ? CALLER_CONNECTIONS : CONSUMER_CONNECTIONS;
  const pool = openSessions({ url, name: `queue-${use}`, connectionsMax, searchPath: "bullmq" }, log);
  const bound = withBackend(createPostgresBackend);
  return {
    kind: "postgres",
    openQueue: async () => {
      const queue = new bound.Queue(name, { connection: pool });
      queue.on("error", (error) => log.warn({ error }, "queue failed"));
      await queue.waitUntilReady();
      return queue;
    },
    openWorker: async (process, settings, { onDrained }) => {
      const worker = new bound.Worker(name, process, { ...settings, connection: pool });
      worker.on("error", (error) => log.warn({ error }, "queue failed"));
      worker.on("drained", onDrained);
      await worker.waitUntilReady();
      return worker;
    },
    close: () => pool.end(),
  };
}

async function openInRedis({ url, name, use, log }: Options): Promise<Backend> {
  const client = await openRedis(url, use, log);
  try {
    await requireNoEviction(client, log);
  } catch (error) {
    client.disconnect();
    throw error;
  }
  return {
    kind: "redis",
    openQueue: async () => {
      const queue = new Queue(name, { connection: client, prefix: PREFIX });
      queue.on("error", (error) => log.warn({ error }, "queue failed"));
      await queue.waitUntilReady();
      return queue;
    },
    openWorker: async (process, settings, { onDrained }) => {
      const worker = new Worker(name, process, { ...settings, connection: client, prefix: PREFIX });
      worker.on("error", (error) => log.warn({ error }, "queue failed"));
      worker.on("drained", onDrained);
      await worker.waitUntilReady();
      return worker;
    },
    close: async () => {
      await client.quit().catch(() => client.disconnect());
    },
  };
}
