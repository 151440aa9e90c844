import { afterAll, afterEach, beforeAll, expect, test } from "vitest";

import { SyncReport } from "@/lib/contracts/reports";
import { withClient } from "@/scripts/services/postgres-roles";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator } from "@/tests/factories/simulator";
import { cliEnv, createCli } from "@/tests/factories/terminal";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const FIRM = "--tenant trouble";
const LEDGERS = ["81001", "81002", "81003"];

let database: TestDatabase;
let simulator: TestSimulator;
let cli: ReturnType<typeof createCli>;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator();
  cli = createCli(cliEnv(database, simulator.url));
  for (const ledgerId of LEDGERS)
    await simulator.script({ ledgerId, grantedTo: ["firm-oresund"], funds: [capture] });
  await cli("tenant create --name Trouble --slug trouble");
  const input = `firm-oresund-secret-${String(simulator.seed)}`;
  await cli(`keys set ${FIRM} --client-id firm-oresund`, { input });
  await cli(`ledgers discover ${FIRM}`);
  for (const ledgerId of LEDGERS)
    await cli(`ledgers onboard ${FIRM} --ledger ${ledgerId} --merchant "Shop ${ledgerId}"`);
});

afterEach(() =>
  withClient(database.adminUrl, async (client) => {
    await client.query("drop trigger if exists busy on public.feed");
  }),
);

afterAll(async () => {
  await simulator.close();
  await database.drop();
});

const capture = {
  pspReference: "p1",
  time: "2026-03-01T10:00:01.000000Z",
  ledgerDate: "2026-03-01",
  entryType: "capture",
  reference: "r1",
  currency: "NOK",
  amount: 100,
  balanceBefore: 0,
  balanceAfter: 100,
  recipientHandle: "NO:57860",
};

/** Another process has the feeds of a ledger: PostgreSQL lets it go first, the first `times` times. */
function keepBusy(ledgerId: string, times: number): Promise<void> {
  return withClient(database.adminUrl, async (client) => {
    await client.query(`create sequence if not exists public.busy`);
    await client.query(`grant usage on sequence public.busy to avstemt_app`);
    await client.query(`alter sequence public.busy restart`);
    await client.query(
      `create or replace function public.busy() returns trigger language plpgsql as $$ begin
         if exists (select from public.ledger l where l.tenant_id = new.tenant_id and l.id = new.ledger and l.ledger_id = '${ledgerId}')
           and nextval('public.busy') <= ${String(times)} then
           raise serialization_failure using message = 'another process has the feed';
         end if;
         return new; end $$`,
    );
    await client.query(
      "create trigger busy before update on public.feed for each row execute function public.busy()",
    );
  });
}

test("a feed that another process keeps is reported as that, and the others are read", async () => {
  await keepBusy("81002", 1_000);
  const ran = await cli(`sync ${FIRM} --once --json`);
  expect(ran.status).toBe(1);
  const { ledgers } = SyncReport.parse(ran.json());
  const behind = ledgers.filter(({ failure }) => failure !== null);
  expect(behind.map(({ ledgerId, failure }) => [ledgerId, failure])).toEqual([
    ["81002", "another process moved the feed meanwhile"],
    ["81002", "another process moved the feed meanwhile"],
  ]);
  const read = ledgers.filter(({ topic, entriesWritten }) => topic === "funds" && entriesWritten === 1);
  expect(read.map(({ ledgerId }) => ledgerId)).toEqual(["81001", "81003"]);
  const told = await cli(`sync ${FIRM} --once`);
  expect(told.out).toMatch(/2 feeds were not read to the head\. Another process reads them\./);
});

test("a feed that another process had for a moment is read after it", async () => {
  await keepBusy("81002", 2);
  const ran = await cli(`sync ${FIRM} --once --json`);
  expect(ran.status).toBe(0);
  const report = SyncReport.parse(ran.json());
  expect(report.ledgers.filter(({ failure }) => failure !== null)).toEqual([]);
  expect(
    report.ledgers.find(({ ledgerId, topic }) => ledgerId === "81002" && topic === "funds"),
  ).toMatchObject({ entriesWritten: 1 });
});
