/**
 * The long form of tests/integration/chaos: `npm run -s bench:chaos -- [--minutes N] [--merchants N] [--days N]`.
 * Three workers under a hostile API, of which one is killed with SIGKILL at random times for so many minutes, and
 * the queue emptied once a minute; then the dust settles, and everything must equal the simulator's truth.
 * Prints what happened, and ends with status 1 if a single count, sum or balance differs.
 */
import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";

import { MINUTE_MS, SECOND_MS } from "@/lib/core/clock";
import { TOPICS } from "@/lib/domain/ledger/states";
import { systemClock } from "@/lib/platform/clock";
import { migrate } from "@/lib/platform/database/migrate";
import { createLog } from "@/lib/platform/log";
import { createQueue } from "@/lib/platform/queue/queue";
import type { ServiceContext } from "@/lib/services/context";
import { verifyLedgers } from "@/lib/services/verify/verify-ledgers";
import { MIGRATIONS_FOLDER } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";
import { listLedgers, takeInAll } from "@/tests/factories/firm";
import { readHeld, truthOf } from "@/tests/factories/held";
import { createTestServices, createTestTenant, TEST_KEY } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { startTestWorker } from "@/tests/factories/workers";

const WORKERS = 3;
const KILL_AFTER_MS = { least: 3 * SECOND_MS, most: 20 * SECOND_MS } as const;
const SETTLES_WITHIN_MS = 10 * MINUTE_MS;

/** Topics whose copy is not the truth, by ledger and topic. */
async function listDiffering(ctx: ServiceContext, simulator: TestSimulator): Promise<string[]> {
  const truths = await simulator.truth();
  const differing: string[] = [];
  for (const ledger of await listLedgers(ctx, "active")) {
    const truth = truths.find((of) => of.ledgerId === ledger.ledgerId);
    for (const topic of TOPICS) {
      const held = JSON.stringify(await readHeld(ctx, ledger.id, topic));
      if (truth === undefined || held !== JSON.stringify(truthOf(truth.topics[topic])))
        differing.push(`${ledger.ledgerId} ${topic}`);
    }
  }
  return differing;
}

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      minutes: { type: "string", default: "5" },
      merchants: { type: "string", default: "24" },
      days: { type: "string", default: "365" },
    },
  });
  const dataDir = mkdtempSync(join(tmpdir(), "avstemt-chaos-"));
  chmodSync(dataDir, 0o755); // the server's account must pass through it
  const { adminUrl, appUrl } = await startPostgres({ dataDir, durable: true });
  await migrate({ adminUrl, folder: MIGRATIONS_FOLDER });
  const simulator = await createTestSimulator({
    merchants: Number(values.merchants),
    days: Number(values.days),
  });
  const services = createTestServices({ url: appUrl, vippsUrl: simulator.url, clock: systemClock });
  const ctx = await createTestTenant(services, { url: appUrl, adminUrl, drop: () => Promise.resolve() });
  await takeInAll(ctx, simulator);
  await simulator.control("POST", "/faults", { profile: "hostile" });
  const environment = {
    DATABASE_URL: appUrl,
    VIPPS_API_URL: simulator.url,
    ENCRYPTION_KEYS: `test:${TEST_KEY.toString("base64")}`,
  };
  const workers = Array.from({ length: WORKERS }, () => startTestWorker(environment));
  const queue = await createQueue({ queueDatabaseUrl: appUrl, redisUrl: undefined }, createLog("silent"));
  const startedMs = systemClock.nowMs();
  let kills = 0;
  let emptied = 0;
  while (systemClock.nowMs() - startedMs < Number(values.minutes) * MINUTE_MS) {
    await systemClock.sleep(KILL_AFTER_MS.least + Math.random() * (KILL_AFTER_MS.most - KILL_AFTER_MS.least));
    await workers.shift()?.kill();
    workers.push(startTestWorker(environment));
    kills += 1;
    if (systemClock.nowMs() - startedMs > (emptied + 1) * MINUTE_MS) {
      await queue.obliterate();
      emptied += 1;
    }
  }
  console.log(`${String(kills)} kills, the queue emptied ${String(emptied)} times; the dust settles`);
  const calmMs = systemClock.nowMs();
  let differing = await listDiffering(ctx, simulator);
  while (differing.length > 0 && systemClock.nowMs() - calmMs < SETTLES_WITHIN_MS) {
    await systemClock.sleep(2 * SECOND_MS);
    differing = await listDiffering(ctx, simulator);
  }
  console.log(
    `settled after ${String(Math.round((systemClock.nowMs() - calmMs) / SECOND_MS))} s; differing: ${differing.join(", ") || "none"}`,
  );
  await simulator.control("POST", "/faults", { profile: "none" });
  const { ok, checked, findings } = await verifyLedgers(ctx, { remote: true });
  console.log(
    `verify --remote: ${ok ? "ok" : "NOT ok"}, ${String(checked.entries)} entries, ${String(checked.remoteDays)} reports by date`,
  );
  for (const finding of findings.slice(0, 20)) console.log(JSON.stringify(finding));
  await Promise.all(workers.map((worker) => worker.kill()));
  await queue.close();
  await services.close();
  await simulator.close();
  await removePostgres(dataDir);
  rmSync(dataDir, { recursive: true, force: true });
  return ok && differing.length === 0 ? 0 : 1;
}

main().then(
  (status) => process.exit(status),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
