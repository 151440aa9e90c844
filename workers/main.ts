import { MINUTE_MS } from "@/lib/core/clock";
import { systemClock } from "@/lib/platform/clock";
import { EnvError, readEnv, type Env } from "@/lib/platform/env";
import { createLog, type Log } from "@/lib/platform/log";
import { createMetrics } from "@/lib/platform/metrics";
import { startConsumer } from "@/lib/platform/queue/consumer";
import { createQueue, type JobQueue } from "@/lib/platform/queue/queue";
import { createShutdown } from "@/lib/platform/shutdown";
import { createHandlers } from "@/workers/handlers";
import { startHealth } from "@/workers/health";
import { SCHEDULES } from "@/workers/schedules";

/** Platforms give a process 30 seconds to end; the last five are for closing what the jobs used. */
const GRACE_MS = 30_000;
const JOBS_GRACE_MS = GRACE_MS - 5_000;

/** `npm run worker`: consumes jobs until it is told to stop. Any number of these may run. */
async function main(env: Env, log: Log): Promise<void> {
  const shutdown = createShutdown(log, GRACE_MS);
  shutdown.listen();
  const metrics = createMetrics();
  const queue = await createQueue(env, log);
  shutdown.add("queue", queue.close);
  const { handlers, close } = createHandlers(env, log, queue);
  shutdown.add("services", close);
  await queue.upsertSchedules(SCHEDULES);
  const consumer = await startConsumer({ env, log, handlers, concurrency: env.workerConcurrency, metrics });
  shutdown.add("consumer", () => consumer.close(JOBS_GRACE_MS));
  const upserts = setInterval(() => void keepSchedules(queue, log), MINUTE_MS);
  shutdown.add("schedules", async () => clearInterval(upserts));
  if (env.workerPort !== undefined) {
    const health = await startHealth({
      port: env.workerPort,
      clock: systemClock,
      consumer,
      metrics,
      metricsToken: env.metricsToken,
      isStopping: shutdown.isStopping,
    });
    shutdown.add("health", health.close);
  }
  log.info({ concurrency: env.workerConcurrency }, "worker started");
}

/** A queue that was emptied has lost its schedules: they come back within a minute. */
async function keepSchedules(queue: JobQueue, log: Log): Promise<void> {
  try {
    await queue.upsertSchedules(SCHEDULES);
  } catch (error) {
    log.warn({ error }, "schedules were not renewed");
  }
}

function start(): Promise<void> {
  const env = readEnv();
  return main(env, createLog(env.logLevel).child({ process: "worker" }));
}

// Reading the environment may throw too: both ends in one line and status 1.
Promise.resolve()
  .then(start)
  .catch((error: unknown) => {
    if (error instanceof EnvError) process.stderr.write(`${error.message}\n`);
    else createLog("error").error({ error }, "worker did not start");
    process.exit(1); // oxlint-disable-line unicorn/no-process-exit -- connections may be open
  });
