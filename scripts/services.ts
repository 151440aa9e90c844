import { join } from "node:path";

import { dataDirOf } from "@/lib/platform/env-file";
import { writeEnvFile } from "@/scripts/services/env-file";
import { findRedis, redisHint, startRedis } from "@/scripts/services/redis";
import { startDatabase } from "@/scripts/services/stack";
import { untilStopped } from "@/scripts/services/until-stopped";

/** `npm run services [-- --redis]`: PostgreSQL, migrated, in the foreground; its URLs go to `.data/env`. */
async function main(): Promise<void> {
  const dataDir = dataDirOf(process.env);
  const stopped = untilStopped();
  const postgres = await startDatabase({ dataDir, durable: true }, (name) => console.log(`applied ${name}`));
  const closers = [postgres.stop];
  try {
    console.log(
      `PostgreSQL answers on port ${postgres.port}${postgres.isOurs ? "" : " (it was running already)"}`,
    );
    if (process.argv.includes("--redis")) {
      const program = findRedis();
      if (program === undefined) throw new Error(redisHint());
      const redis = await startRedis(program, join(dataDir, "redis"));
      closers.unshift(redis.stop);
      writeEnvFile(dataDir, { REDIS_URL: redis.url });
      console.log(`Redis answers at ${redis.url}`);
    } else {
      writeEnvFile(dataDir, { REDIS_URL: undefined });
    }
    console.log(`ready: ${join(dataDir, "env")} holds the environment; Ctrl-C stops`);
    await stopped;
  } finally {
    for (const close of closers) await close();
    console.log("stopped");
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
