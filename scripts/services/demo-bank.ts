import { join } from "node:path";

import { dataDirOf } from "@/lib/platform/env-file";
import { readEnv } from "@/lib/platform/env";
import { createLog } from "@/lib/platform/log";
import { systemContext } from "@/lib/services/context";
import { createServices } from "@/lib/services/wiring";
import { findTenantBySlug, withSystem } from "@/lib/store/system";
import { seedStatements } from "@/prisma/seed-bank";

const EVERY_MS = 3_000;
const ROUNDS_MAX = 200;
const FIRMS = ["nordfjord-regnskap", "oresund-bogforing"];

/**
 * The demo's bank, a process beside the others: as merchants come through their first sync, it writes statements of
 * their accounts into `demo-bank` and takes most of them in. It ends when all have come, or after ten minutes.
 */
async function main(): Promise<void> {
  const env = readEnv(process.env);
  const log = createLog("warn", { write: (line) => void process.stderr.write(line) });
  const services = createServices({ env, log, connectionsMax: 2 });
  const seen = new Set<string>();
  let quiet = 0;
  for (let round = 0; round < ROUNDS_MAX && quiet < 20; round += 1) {
    const before = seen.size;
    for (const slug of FIRMS) {
      const tenant = await withSystem(services.database, (tx) => findTenantBySlug(tx, slug));
      if (tenant === undefined) continue;
      const actor = { kind: "operator", id: "demo", name: "Demo" } as const;
      const ctx = { ...systemContext(services, tenant.id, "demo"), actor };
      await seedStatements(ctx, join(dataDirOf(process.env), "demo-bank"), seen);
    }
    quiet = seen.size > before || seen.size === 0 ? 0 : quiet + 1;
    await new Promise((resolve) => {
      setTimeout(resolve, EVERY_MS);
    });
  }
  await services.close();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
