import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

import type { LedgerUid } from "@/lib/core/ids";
import { startCopy } from "@/lib/services/copies/start-copy";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import type { ServiceContext } from "@/lib/services/context";
import { setKeys } from "@/lib/services/keys/set-keys";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";
import { findLedger, findLedgerByExternalId } from "@/lib/store/ledgers";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { listOtherFeeds } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";
import { createManualClock } from "@/tests/factories/clock";
import { breakAt, carriedOf, ledgerHistory } from "@/tests/factories/ledger-history";
import { createTestServices, createTestTenant } from "@/tests/factories/services";
import type { TestServices } from "@/tests/factories/services";
import { createTestSimulator } from "@/tests/factories/simulator";
import type { TestSimulator, WireEntry } from "@/tests/factories/simulator";
import { createTestDatabase } from "@/tests/setup/database";
import type { TestDatabase } from "@/tests/setup/database";

const RUNS = 40;
/** Many histories over HTTP and a real database: a slow machine takes its time. */
const TIMEOUT_MS = 180_000;
const CLIENT_ID = "firm-nordfjord";
const clock = createManualClock(Date.parse("2026-11-20T12:00:00Z"));
let database: TestDatabase;
let simulator: TestSimulator;
let services: TestServices;
let ctx: ServiceContext;
let serial = 700_000;

beforeAll(async () => {
  database = await createTestDatabase();
  simulator = await createTestSimulator({ nowMs: clock.nowMs });
  services = createTestServices({ url: database.url, vippsUrl: simulator.url, clock });
  ctx = await createTestTenant(services, database);
});

afterAll(async () => {
  await services.close();
  await simulator.close();
  await database.drop();
});

/** Scripts a ledger with this feed and takes it in. */
async function grant(funds: readonly WireEntry[], pageSize: number): Promise<LedgerUid> {
  serial += 1;
  const ledgerId = String(serial);
  await simulator.script({ ledgerId, funds, pageSize });
  const credentialId = await setKeys(ctx, {
    clientId: CLIENT_ID,
    clientSecret: `${CLIENT_ID}-secret-${String(simulator.seed)}`,
  });
  await discoverLedgers(services, credentialId);
  const ledger = await withTenant(ctx.database, ctx, (tx) => findLedgerByExternalId(tx, ledgerId));
  if (ledger === undefined) throw new Error("the scripted ledger was not discovered");
  await onboardLedgers(ctx, { ledgers: [ledger.id] });
  return ledger.id;
}

type Copy = Readonly<{
  entries: readonly Readonly<{
    sequence: bigint;
    amount: bigint;
    before: bigint;
    after: bigint;
    type: string;
    psp: string;
    date: string;
    time: string;
    ordinal: number;
  }>[];
  breaks: readonly Readonly<{ sequence: bigint; amount: bigint }>[];
  covers: readonly Readonly<{ sequence: bigint; left_before: bigint; left_after: bigint; payout: string }>[];
  head: bigint | null;
  sums: bigint;
  dayBreaks: bigint;
}>;

async function readCopy(ledger: LedgerUid): Promise<Copy> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const copy =
      "(select active_copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = 'funds')";
    const where = `where tenant_id = $1 and ledger = $2 and topic = 'funds' and copy = ${copy}`;
    const key = [tx.tenantId, ledger];
    const one = async (sql: string): Promise<bigint> =>
      (await tx.query<{ v: bigint | null }>(sql, key))[0]?.v ?? 0n;
    return {
      entries: await tx.query(
        `select sequence, amount, balance_before as before, balance_after as after, entry_type as type, psp_reference as psp, ledger_date as date, time, ordinal from entry ${where} order by sequence`,
        key,
      ),
      breaks: await tx.query(`select sequence, amount from chain_break ${where} order by sequence`, key),
      covers: await tx.query(
        `select sequence, left_before, left_after, payout from payout_cover ${where} order by sequence`,
        key,
      ),
      head:
        (await tx.query<{ head_balance: bigint | null }>(`select head_balance from feed ${where}`, key))[0]
          ?.head_balance ?? null,
      sums: await one(`select sum(amount) as v from day_sum ${where}`),
      dayBreaks: await one(`select sum(break_amount) as v from day ${where}`),
    };
  });
}

/** Follows the feed to its head with several workers, of which some are stopped in the middle. */
async function followWithInterruptions(ledger: LedgerUid, stops: readonly number[]): Promise<void> {
  const target = { ledger, topic: "funds" } as const;
  await Promise.all(
    stops.map(async (pages) => {
      const controller = new AbortController();
      let seen = 0;
      await followFeed(ctx, target, {
        signal: controller.signal,
        pagesMax: 20,
        onPage: () => {
          seen += 1;
          if (seen >= pages) controller.abort(new Error("stopped"));
        },
      });
    }),
  );
  for (;;) {
    const { outcome } = await followFeed(ctx, target);
    if (outcome === "head") return;
  }
}

function expectFaithful(copy: Copy, feed: readonly WireEntry[]): void {
  expect(
    copy.entries.map((entry) => [
      Number(entry.sequence),
      entry.type,
      entry.psp,
      entry.date,
      Number(entry.amount),
      Number(entry.before),
      Number(entry.after),
    ]),
  ).toEqual(
    feed.map((entry, index) => [
      index + 1,
      entry.entryType,
      entry["pspReference"],
      entry.ledgerDate,
      entry.amount,
      entry.balanceBefore,
      entry.balanceAfter,
    ]),
  );
  // Invariant 1: exactly one break wherever the chain or the arithmetic does not hold.
  const wanted = feed.flatMap((_, index) =>
    breakAt(feed, index) === 0 ? [] : [{ sequence: BigInt(index + 1), amount: BigInt(breakAt(feed, index)) }],
  );
  expect(copy.breaks).toEqual(wanted);
  // Invariant 2: first balance + all sums + breaks = head balance; nothing was ever read, so nothing is claimed.
  const first = feed[0]?.balanceBefore;
  expect(first === undefined ? null : BigInt(first) + copy.sums + copy.dayBreaks).toBe(copy.head);
  // Payouts carry what their definition says.
  expect(
    copy.covers.map((cover) => [Number(cover.sequence), Number(cover.left_before), Number(cover.left_after)]),
  ).toEqual(carriedOf(feed).map((cover) => [cover.sequence, cover.leftBefore, cover.leftAfter]));
}

const pageSize = fc.integer({ min: 1, max: 17 });
const stops = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 3 });

describe("a copy", { timeout: TIMEOUT_MS }, () => {
  test("is the feed, entry for entry, in any page sizes, with any stops and any number of workers", async () => {
    await fc.assert(
      fc.asyncProperty(
        ledgerHistory({ breaks: true, equalCycles: false }),
        pageSize,
        stops,
        fc.boolean(),
        async (feed, size, interrupted, repeats) => {
          const ledger = await grant(feed, size);
          if (repeats) await simulator.control("PATCH", `/ledgers/${String(serial)}`, { repeatPages: true });
          await followWithInterruptions(ledger, interrupted);
          expectFaithful(await readCopy(ledger), feed);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("keeps equal dispute cycles apart when one page holds them", async () => {
    await fc.assert(
      fc.asyncProperty(ledgerHistory({ breaks: false, equalCycles: true }), async (feed) => {
        const ledger = await grant(feed, 1_000);
        await followWithInterruptions(ledger, [1]);
        expectFaithful(await readCopy(ledger), feed);
      }),
      { numRuns: 10 },
    );
  });

  test("read again beside itself is the same: entries, sequences, payouts keep their identity", async () => {
    await fc.assert(
      fc.asyncProperty(
        ledgerHistory({ breaks: true, equalCycles: false }),
        pageSize,
        pageSize,
        async (feed, first, second) => {
          const ledger = await grant(feed, first);
          await followWithInterruptions(ledger, [2]);
          const before = await readCopy(ledger);
          await simulator.control("PATCH", `/ledgers/${String(serial)}`, { pageSize: second });
          await rebuild(ledger);
          expect(await readCopy(ledger)).toEqual(before);
        },
      ),
      { numRuns: 15 },
    );
  });
});

async function rebuild(uid: LedgerUid): Promise<void> {
  const ledger = await withTenant(ctx.database, ctx, (tx) => findLedger(tx, uid));
  if (ledger === undefined) throw new Error("no ledger");
  expect(await startCopy(ctx, { ledger, topic: "funds" })).toBe(true);
  const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, uid, "funds"));
  if (copy === undefined) throw new Error("no copy under construction");
  for (let outcome = "more"; outcome !== "head";)
    outcome = (await followFeed(ctx, { ledger: uid, topic: "funds", copy: copy.copy })).outcome;
  expect(await finishRebuild(ctx, { ledger: uid, topic: "funds" })).toBe("swapped");
}
