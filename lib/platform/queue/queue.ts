import type { JobsOptions } from "bullmq";

import { JOBS, URGENT_JOBS, type Enqueue, type JobName, type JobPayload } from "@/lib/contracts/jobs";
import { AppError } from "@/lib/core/errors";
import type { Log } from "@/lib/platform/log";
import { openBackend, type BackendQueue, type QueueEnv } from "@/lib/platform/queue/backend";

const RETRY_AFTER_MS = 5_000;
const BACKOFF_MS = 2_000;
const BACKOFF_JITTER = 0.5;
/** Failed jobs are kept for a look, no longer than this and no more of them. */
const FAILED_KEPT = { age: 7 * 24 * 3_600, count: 1_000 } as const;

/** A job that rings by itself. Its id is what a release recognises its own schedules by. */
export type Schedule = {
  readonly [N in JobName]: Readonly<{ id: string; name: N; payload: JobPayload<N>; everyMs: number }>;
}[JobName];

export type QueueCounts = Readonly<Record<string, number>>;

export type JobQueue = Readonly<{
  /**
   * Rings for a row; a second ring for the same row is dropped while the first is there. After the commit,
   * never inside a transaction. Throws: queue_unavailable.
   */
  enqueue: Enqueue;
  /** Makes the queue's schedules those of the table: adds, changes, and removes what is no longer in it. */
  upsertSchedules: (schedules: readonly Schedule[]) => Promise<void>;
  /** Throws: queue_unavailable. */
  health: () => Promise<void>;
  /** Jobs by state: waiting, active, delayed, failed. */
  counts: () => Promise<QueueCounts>;
  /** Empties the queue, schedules included. Nothing is lost: the rows say what is due. */
  obliterate: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** Opens the queue for those who ring: web, CLI, and workers that ring for others. */
export async function createQueue(env: QueueEnv, log: Log): Promise<JobQueue> {
  const backend = await openBackend(env, "caller", log);
  const queue = await backend.openQueue();
  const counts = (): Promise<QueueCounts> =>
    asAvailable(() => queue.getJobCounts("waiting", "active", "delayed", "failed"));
  return {
    enqueue: async (name, payload) => {
      const data = JOBS[name].payload.parse(payload);
      await asAvailable(() => queue.add(name, data, optionsOf(name, data)));
    },
    upsertSchedules: (schedules) => asAvailable(() => upsert(queue, schedules)),
    health: async () => {
      await counts();
    },
    counts,
    obliterate: () => asAvailable(() => queue.obliterate({ force: true })),
    close: async () => {
      await queue.close();
      await backend.close();
    },
  };
}

/** The job's name and the ids it carries: one row, one ring. */
export function deduplicationId(name: JobName, payload: Readonly<Record<string, unknown>>): string {
  const ids = Object.entries(payload).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return [name, ...ids.map(([, value]) => String(value))].join("/");
}

function optionsOf(name: JobName, payload: Readonly<Record<string, unknown>>): JobsOptions {
  return {
    ...templateOf(name),
    deduplication: { id: deduplicationId(name, payload) },
  };
}

function templateOf(name: JobName): JobsOptions {
  return {
    attempts: JOBS[name].attemptsMax,
    lifo: URGENT_JOBS.has(name),
    backoff: { type: "exponential", delay: BACKOFF_MS, jitter: BACKOFF_JITTER },
    removeOnComplete: true,
    removeOnFail: FAILED_KEPT,
  };
}

async function upsert(queue: BackendQueue, schedules: readonly Schedule[]): Promise<void> {
  for (const { id, name, payload, everyMs } of schedules) {
    await queue.upsertJobScheduler(id, { every: everyMs }, { name, data: payload, opts: templateOf(name) });
  }
  const wanted = new Set(schedules.map(({ id }) => id));
  for (const { key } of await queue.getJobSchedulers()) {
    if (!wanted.has(key)) await queue.removeJobScheduler(key);
  }
}

async function asAvailable<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new AppError("queue_unavailable", "the queue did not answer", {
      cause: error,
      retryAfterMs: RETRY_AFTER_MS,
    });
  }
}
