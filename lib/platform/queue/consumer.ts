import { UnrecoverableError, type Job } from "bullmq";

import { JOBS, type JobName, type JobPayload } from "@/lib/contracts/jobs";
import type { Clock } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { systemClock } from "@/lib/platform/clock";
import type { Log } from "@/lib/platform/log";
import type { Metrics } from "@/lib/platform/metrics";
import { openBackend, type QueueEnv } from "@/lib/platform/queue/backend";

/** A job whose worker is gone is taken up by another after at most these two together. */
const LOCK_MS = 30_000;
const STALLED_CHECK_MS = 15_000;
/** A job that is told to stop has this part of the grace to finish by itself first. */
const FINISH_SHARE = 0.3;

/** Connections that a job still holds do not keep the process from ending. */
const CLOSE_MS = 1_000;

/** Exhaustive: a job that is declared without a handler does not compile. */
export type JobHandlers = {
  readonly [N in JobName]: (payload: JobPayload<N>, signal: AbortSignal) => Promise<void>;
};

export type ConsumerOptions = Readonly<{
  env: QueueEnv;
  log: Log;
  handlers: JobHandlers;
  /** How many jobs run at a time. */
  concurrency: number;
  metrics?: Metrics;
  clock?: Clock;
  /** For tests: how long a killed worker's jobs stay with it. */
  lockMs?: number;
}>;

export type Consumer = Readonly<{
  /** Takes no more jobs, gives those that run a while, then aborts their signals; over after `graceMs`. */
  close: (graceMs: number) => Promise<void>;
  /** When a job began or ended last, or the queue was found empty. */
  lastConsumedAtMs: () => number;
  /** How many jobs run now. */
  running: () => number;
}>;

type Outcome = "done" | "abandoned" | "failed" | "refused";

/** The one loop that consumes jobs: known job, valid payload, time limit, and what a failure means. */
export async function startConsumer(options: ConsumerOptions): Promise<Consumer> {
  const { log, handlers, concurrency, clock = systemClock, lockMs = LOCK_MS } = options;
  const figures = figuresOf(options.metrics);
  let lastConsumedAtMs = clock.nowMs();
  let runningCount = 0;

  async function consume(job: Job, _token?: string, cancelled?: AbortSignal): Promise<void> {
    const startedMs = clock.nowMs();
    lastConsumedAtMs = startedMs;
    runningCount += 1;
    let outcome: Outcome = "failed";
    try {
      outcome = await runJob({ job, handlers, log, cancelled });
    } finally {
      runningCount -= 1;
      lastConsumedAtMs = clock.nowMs();
      figures.finished(isJobName(job.name) ? job.name : "unknown", outcome, lastConsumedAtMs - startedMs);
    }
  }

  const backend = await openBackend(options.env, "consumer", log);
  const worker = await backend.openWorker(
    consume,
    { concurrency, lockDuration: lockMs, stalledInterval: Math.min(STALLED_CHECK_MS, lockMs) },
    { onDrained: () => (lastConsumedAtMs = clock.nowMs()) },
  );
  let closing: Promise<void> | undefined;

  async function close(graceMs: number): Promise<void> {
    const abort = setTimeout(() => worker.cancelAllJobs("the worker is stopping"), graceMs * FINISH_SHARE);
    const over = new AbortController();
    // A job that does not stop is left behind: its lock runs out, and another worker takes it up.
    await Promise.race([worker.close(), clock.sleep(graceMs, over.signal).catch(() => {})]);
    clearTimeout(abort);
    over.abort();
    await Promise.race([backend.close(), clock.sleep(CLOSE_MS)]);
  }

  return {
    lastConsumedAtMs: () => lastConsumedAtMs,
    running: () => runningCount,
    close: (graceMs) => (closing ??= close(graceMs)),
  };
}

type RunOptions = Readonly<{ job: Job; handlers: JobHandlers; log: Log; cancelled: AbortSignal | undefined }>;

async function runJob({ job, handlers, log: parent, cancelled }: RunOptions): Promise<Outcome> {
  const log = parent.child({ job: job.name, jobId: job.id });
  if (!isJobName(job.name)) {
    log.warn({}, "unknown job dropped"); // a schedule can outlive the release that knew it
    return "refused";
  }
  const { payload: schema, timeoutMs } = JOBS[job.name];
  const payload = schema.safeParse(job.data);
  if (!payload.success) {
    log.error({ error: payload.error }, "job refused: its payload does not match its contract");
    throw new UnrecoverableError("the payload does not match its contract");
  }
  const timeout = AbortSignal.timeout(timeoutMs);
  const signal = cancelled === undefined ? timeout : AbortSignal.any([timeout, cancelled]);
  // Safe because the payload was parsed with the schema of the same name.
  const handler = handlers[job.name] as (payload: unknown, signal: AbortSignal) => Promise<void>;
  try {
    await handler(payload.data, signal);
    return "done";
  } catch (error) {
    return consequence(error, signal, { log, isLast: job.attemptsMade + 1 >= (job.opts.attempts ?? 1) });
  }
}

/**
 * What a failure means for the queue. The row knows when it is due again, so a job that was cut short or
 * that a provider asked to wait is over, not failed.
 */
function consequence(
  error: unknown,
  signal: AbortSignal,
  { log, isLast }: Readonly<{ log: Log; isLast: boolean }>,
): Outcome {
  if (signal.aborted) {
    log.info({ reason: String(signal.reason) }, "job abandoned");
    return "abandoned";
  }
  if (error instanceof AppError && error.isTransient) {
    log.info({ error }, "job postponed");
    return "done";
  }
  if (error instanceof AppError) {
    log.warn({ error }, "job failed");
    throw new UnrecoverableError(`${error.code}: ${error.message}`);
  }
  if (isLast) log.error({ error }, "job crashed");
  else log.warn({ error }, "job crashed, and will be tried again");
  throw error;
}

function figuresOf(metrics: Metrics | undefined) {
  const total = metrics?.counter("avstemt_jobs_total", "Jobs by name and outcome");
  const seconds = metrics?.histogram("avstemt_job_seconds", "How long jobs run, by name");
  return {
    finished: (job: string, outcome: Outcome, ms: number): void => {
      total?.add({ job, outcome });
      seconds?.observe({ job }, ms / 1_000);
    },
  };
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
