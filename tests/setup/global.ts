import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import type { TestProject } from "vitest/node";

import { migrate } from "@/lib/platform/database/migrate";
import { MIGRATIONS_FOLDER, ROOT } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";
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
    return remove;
  } catch (error) {
    await remove();
    throw error;
  }
}

function generateClient(): void {
  const script = join(ROOT, "scripts", "prisma-generate.mjs");
  if (existsSync(script)) execFileSync(process.execPath, [script], { cwd: ROOT, stdio: "inherit" });
}
