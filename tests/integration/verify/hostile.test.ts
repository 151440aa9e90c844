import { afterAll, beforeAll, expect, test } from "vitest";

import { VerifyReport } from "@/lib/contracts/reports";
import { addDays, dateInZone } from "@/lib/core/ledger-date";
import { systemClock } from "@/lib/platform/clock";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

let database: TestDatabase;
let simulator: TestSimulator;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ merchants: 3, days: 40 });
});

afterAll(async () => {
  await simulator.close();
  await database.drop();
});

test(
  "under a hostile API the books are read whole, and verified against their reports",
  { timeout: 120_000 },
  async () => {
    const cli = createCli(cliEnv(database, simulator.url));
    await cli("tenant create --name Hostile --slug hostile");
    const input = `firm-nordfjord-secret-${String(simulator.seed)}`;
    expect(await cli("keys set --tenant hostile --client-id firm-nordfjord", { input })).toMatchObject({
      err: "",
    });
    await cli("ledgers discover --tenant hostile");
    await cli("ledgers onboard --tenant hostile --all");
    await simulator.control("POST", "/faults", { profile: "hostile" });
    let status = 1;
    // What the client's patience does not outlast is read by the next run, as a person would do it.
    for (let run = 0; run < 5 && status !== 0; run += 1)
      ({ status } = await cli("sync --tenant hostile --once"));
    expect(status).toBe(0);
    const from = addDays(dateInZone(systemClock.nowMs(), "Europe/Oslo"), -20);
    const ran = await cli(`verify --tenant hostile --remote --from ${from} --json`);
    const report = VerifyReport.parse(ran.json());
    expect(report.findings).toEqual([]);
    expect(report.checked.remoteDays).toBeGreaterThan(50);
    expect(ran.status).toBe(0);
  },
);
