import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { migrate } from "@/lib/platform/database/migrate";
import { MIGRATIONS_FOLDER, ROOT } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";
import { findRedis, installRedis, redisHint, startRedis, type RunningRedis } from "@/scripts/services/redis";
import { createDatabase, withClient } from "@/scripts/services/postgres-roles";
import { TEMPLATE_NAME, urlFor } from "@/tests/setup/database";

/** Starts one PostgreSQL for the run, in a folder of its own, with a migrated database to copy from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const dataDir = mkdtempSync(join(tmpdir(), "avstemt-tests-"));
  chmodSync(dataDir, 0o755); // the server's account must pass through it
  generateClient();
  const remove = async (): Promise<void> => {
    await removePostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { superuserUrl, adminUrl, appUrl } = await startPostgres({ dataDir, durable: false });
    await withClient(superuserUrl, (client) => createDatabase(client, TEMPLATE_NAME));
    await migrate({ adminUrl: urlFor(adminUrl, TEMPLATE_NAME), folder: MIGRATIONS_FOLDER });
    project.provide("postgres", { superuserUrl, adminUrl, appUrl });
    const redis = await openRedis(dataDir);
    project.provide("redisUrl", redis?.url ?? "");
    return async () => {
      await redis?.stop();
      await remove();
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** A Redis of the environment, of the PATH, or of the distribution; without one its tests are skipped. */
async function openRedis(dataDir: string): Promise<RunningRedis | undefined> {
  const given = process.env["REDIS_URL"];
  if (given !== undefined && given !== "") return { url: given, stop: async () => {} };
  const program = findRedis() ?? installRedis();
  if (program !== undefined) return startRedis(program, join(dataDir, "redis"));
  process.stderr.write(`skipped: ${redisHint()}\n`);
  return undefined;
}

function generateClient(): void {
  const script = join(ROOT, "scripts", "prisma-generate.mjs");
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: ROOT, stdio: "inherit" });
}
