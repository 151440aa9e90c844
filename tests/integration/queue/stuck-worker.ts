import { createLog } from "@/lib/platform/log";
import { startConsumer } from "@/lib/platform/queue/consumer";
import { handlersOf } from "@/tests/integration/queue/recording-handlers";

/** A worker process that takes jobs, says so, and never ends one: for being killed with jobs in hand. */
const [env = "{}", lockMs = "1000"] = process.argv.slice(2);
await startConsumer({
  env: JSON.parse(env),
  log: createLog("silent"),
  handlers: handlersOf(async (_name, payload) => {
    process.stdout.write(`${String(payload["shard"])}\n`);
    await new Promise(() => {});
  }),
  concurrency: 3,
  lockMs: Number(lockMs),
});
setInterval(() => {}, 60_000);
