import { Client } from "pg";

import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { fetchPastPersons } from "@/lib/services/persons/fetch-past-persons";
import { turnOnPersons } from "@/lib/services/persons/turn-on-persons";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { EntriesQuery } from "@/lib/contracts/queries";
import type { Entry } from "@/lib/contracts/shapes";
import { createManualClock } from "@/tests/factories/clock";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator, WireEntry } from "@/tests/factories/simulator";
import { takeInAll } from "@/tests/factories/firm";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

/** A firm with one ledger of a simulator, whose payers have names. */
export type PayersWorld = Readonly<{
  clock: ReturnType<typeof createManualClock>;
  database: TestDatabase;
  simulator: TestSimulator;
  services: TestServices;
  ctx: ServiceContext;
  ledger: LedgerUid;
  ledgerId: string;
  close: () => Promise<void>;
}>;

export const NOW = "2026-11-20T12:00:00Z";

/** A busy ledger, read to its head before anybody asks for payers. */
export async function createPayersWorld(options: Readonly<{ from?: string }> = {}): Promise<PayersWorld> {
  const clock = createManualClock(Date.parse(NOW));
  const database = await createTestDatabase();
  const simulator = await createTestSimulator({
    merchants: 6,
    from: options.from ?? "2026-11-01",
    nowMs: clock.nowMs,
  });
  const services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  const ctx = await createTestTenant(services, database);
  const ledgers = await takeInAll(ctx, simulator);
  const counts = await Promise.all(
    ledgers.map(async ({ ledgerId }) => {
      const payers = (await payersOf(simulator, ledgerId)).size;
      return { ledgerId, payers };
    }),
  );
  const busiest = counts.reduce((a, b) => (a.payers >= b.payers ? a : b));
  const found = ledgers.find((of) => of.ledgerId === busiest.ledgerId);
  if (found === undefined || busiest.payers === 0) throw new Error("no ledger has payers");
  await simulator.control("PATCH", `/ledgers/${busiest.ledgerId}`, { pageSize: 40 });
  await readToHead(ctx, found.id);
  return {
    clock,
    database,
    simulator,
    services,
    ctx,
    ledger: found.id,
    ledgerId: busiest.ledgerId,
    close: async () => {
      await services.close();
      await simulator.close();
      await database.drop();
    },
  };
}

export async function readToHead(ctx: ServiceContext, ledger: LedgerUid): Promise<void> {
  for (let outcome = "more"; outcome !== "head";) {
    ({ outcome } = await followFeed(ctx, { ledger, topic: "funds" }));
    if (outcome === "failed" || outcome === "idle") throw new Error(`the feed ended with ${outcome}`);
  }
}

export const TERMS = {
  purpose: "members",
  purposeNote: "Medlemskontingent",
  retentionDays: 180,
} as const;

/** Turns payers on and reads those of the past. */
export async function keepAll(
  { ctx, ledger }: Pick<PayersWorld, "ctx" | "ledger">,
  retentionDays = 180,
): Promise<void> {
  await turnOnPersons(ctx, { id: ledger, ...TERMS, retentionDays });
  await readToHead(ctx, ledger);
  await fetchPastPersons(ctx, ledger);
}

/** What the simulator says of payers when it is asked, by the reference of the payment and the sign of its amount. */
export async function payersOf(
  simulator: TestSimulator,
  ledgerId: string,
): Promise<ReadonlyMap<string, WireEntry>> {
  const answer = (await simulator.control(
    "GET",
    `/entries?ledgerId=${ledgerId}&topic=funds&includeGDPRSensitiveData=true`,
  )) as WireEntry[];
  return new Map(
    answer
      .filter((entry) => typeof entry["name"] === "string" && entry["name"] !== "")
      .map((entry) => [`${String(entry["pspReference"])} ${entry.entryType}`, entry]),
  );
}

/** Every entry of the active copy. */
export async function allEntries(ctx: ServiceContext, ledger: LedgerUid): Promise<Entry[]> {
  const all: Entry[] = [];
  let cursor: string | undefined;
  do {
    const page = await listEntries(ctx, { ...EntriesQuery.parse({ limit: 1000, cursor }), id: ledger });
    all.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return all;
}

/** Asks as the migration role, for what no role of the product may see. */
export async function asPurgeRole<T>(
  database: TestDatabase,
  sql: string,
  values: readonly unknown[] = [],
): Promise<T[]> {
  const client = new Client({ connectionString: database.adminUrl });
  await client.connect();
  try {
    await client.query("set role avstemt_purge");
    return (await client.query(sql, [...values])).rows as T[];
  } finally {
    await client.end();
  }
}

/** How many rows of payers there are of the ledger, in periods that are on or not. */
export async function countRows({ database, ledger }: PayersWorld): Promise<number> {
  const rows = await asPurgeRole<{ count: string }>(
    database,
    "select count(*) from public.entry_person where ledger = $1",
    [ledger],
  );
  return Number(rows[0]?.count);
}
