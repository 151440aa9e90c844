import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { chmodSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { systemClock } from "@/lib/platform/clock";
import { migrate } from "@/lib/platform/database/migrate";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { MIGRATIONS_FOLDER, ROOT } from "@/scripts/services/folders";
import { removePostgres, startPostgres } from "@/scripts/services/postgres";
import { createDatabase, withClient } from "@/scripts/services/postgres-roles";
import { listLedgers } from "@/tests/factories/firm";
import { createTestServices, createTestTenant } from "@/tests/factories/services";

/** Enough dates that a page spans some of them, with their fees and payouts, as a shop's pages do. */
const DAYS = 365;
const CLIENT_ID = "firm-nordfjord";
const SEED = 7;

/** A firm on a database of its own, with one ledger taken in and nothing read yet. */
export type Firm = Readonly<{
  ctx: ServiceContext;
  ledger: LedgerRecord;
  superuserUrl: string;
  close: () => Promise<void>;
}>;

export type Bench = Readonly<{
  simulatorUrl: string;
  keys: Readonly<{ clientId: string; clientSecret: string }>;
  openFirm: (name: string) => Promise<Firm>;
  /** Lets PostgreSQL write out what earlier parts left, so that no part pays for another. */
  settle: () => Promise<void>;
  close: () => Promise<void>;
}>;

/** A durable PostgreSQL, and the simulator as a process with one ledger of about so many entries, made beforehand. */
export async function openBench(entries: number): Promise<Bench> {
  const dataDir = mkdtempSync(join(tmpdir(), "avstemt-bench-"));
  chmodSync(dataDir, 0o755); // the server's account must pass through it
  const simulator = startSimulator(Math.max(1, Math.round(entries / DAYS)));
  const close = async (): Promise<void> => {
    simulator.kill();
    await removePostgres(dataDir);
    rmSync(dataDir, { recursive: true, force: true });
  };
  try {
    const { superuserUrl, adminUrl, appUrl } = await startPostgres({ dataDir, durable: true });
    const simulatorUrl = await urlOf(simulator);
    await fetch(`${simulatorUrl}/_control/truth`).then((answer) => answer.arrayBuffer());
    const keys = { clientId: CLIENT_ID, clientSecret: `${CLIENT_ID}-secret-${String(SEED)}` };
    const openFirm = async (name: string): Promise<Firm> => {
      await withClient(superuserUrl, (client) => createDatabase(client, `bench_${name}`));
      const at = (url: string): string => Object.assign(new URL(url), { pathname: `/bench_${name}` }).href;
      await migrate({ adminUrl: at(adminUrl), folder: MIGRATIONS_FOLDER });
      const services = createTestServices({ url: at(appUrl), vippsUrl: simulatorUrl, clock: systemClock });
      const ctx = await createTestTenant(services, {
        url: at(appUrl),
        adminUrl: at(adminUrl),
        drop: () => Promise.resolve(),
      });
      await discoverLedgers(ctx, await setKeys(ctx, keys));
      await onboardLedgers(ctx, { ledgers: (await listLedgers(ctx)).map((ledger) => ledger.id) });
      const [ledger] = await listLedgers(ctx, "active");
      if (ledger === undefined) throw new Error("the simulator granted no ledger");
      return {
        ctx,
        ledger,
        superuserUrl: at(superuserUrl),
        close: services.close,
      };
    };
    const settle = (): Promise<void> =>
      withClient(superuserUrl, async (client) => void (await client.query("checkpoint")));
    return { simulatorUrl, keys, openFirm, settle, close };
  } catch (error) {
    await close();
    throw error;
  }
}

function startSimulator(entriesPerDay: number): ChildProcess {
  const options = { port: 0, seed: SEED, merchants: 1, days: DAYS, "entries-per-day": entriesPerDay };
  const args = Object.entries(options).flatMap(([name, value]) => [`--${name}`, String(value)]);
  return spawn(process.execPath, ["--import", "tsx", "simulator/main.ts", ...args, "--json"], {
    cwd: ROOT,
    stdio: ["ignore", "pipe", "inherit"],
  });
}

async function urlOf(simulator: ChildProcess): Promise<string> {
  if (simulator.stdout === null) throw new Error("the simulator has no output");
  const [line] = (await once(createInterface({ input: simulator.stdout }), "line")) as [string];
  return (JSON.parse(line) as { url: string }).url;
}
