import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";

import { DaysQuery, EntriesQuery, PayoutsQuery } from "@/lib/contracts/queries";
import type { Day, Entry, Payout } from "@/lib/contracts/shapes";
import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Page } from "@/lib/core/page";
import type { ApiEntry } from "@/lib/domain/ledger/entry";
import { KINDS, isPayout, kindOf } from "@/lib/domain/ledger/kind";
import type { Kind } from "@/lib/domain/ledger/kind";
import type { ServiceContext } from "@/lib/services/context";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { carriedOf, ledgerHistory } from "@/tests/factories/ledger-history";
import type { WireEntry } from "@/tests/factories/simulator";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

const RUNS = 15;

let world: ReadWorld;
let ctx: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
}, 60_000);

afterAll(() => world.close());

const history = ledgerHistory({ breaks: true, equalCycles: false });
const FIRST = parseLedgerDate("2026-02-20");
const interval = fc
  .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 60 }))
  .map(([start, length]) => ({ from: addDays(FIRST, start), to: addDays(FIRST, start + length) }));

async function write(entries: readonly WireEntry[], pageSize: number): Promise<TestLedger> {
  const ledger = await createTestLedger(ctx, { booksFrom: "2026-03-05" });
  await writeEntries(ctx, { ledger: ledger.ledger, topic: "funds" }, entries.map(toApiEntry), { pageSize });
  return ledger;
}

function toApiEntry(entry: WireEntry): ApiEntry {
  return {
    ledgerDate: parseLedgerDate(entry.ledgerDate),
    time: entry.time,
    entryType: entry.entryType,
    pspReference: textOf(entry.pspReference),
    reference: textOf(entry.reference),
    recipientHandle: textOf(entry.recipientHandle),
    currency: textOf(entry.currency),
    amount: BigInt(entry.amount),
    balanceBefore: BigInt(entry.balanceBefore),
    balanceAfter: BigInt(entry.balanceAfter),
    extra: undefined,
    person: undefined,
  };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

async function readAll<T>(readPage: (cursor: string | undefined) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

const allEntries = (id: string, query: Record<string, unknown>): Promise<Entry[]> =>
  readAll((cursor) => listEntries(ctx, { ...EntriesQuery.parse({ ...query, cursor }), id }));
const allDays = (id: string, query: Record<string, unknown>): Promise<Day[]> =>
  readAll((cursor) => listDays(ctx, { ...DaysQuery.parse({ ...query, cursor }), id }));
const allPayouts = (ledgerId: string): Promise<Payout[]> =>
  readAll((cursor) => listPayouts(ctx, PayoutsQuery.parse({ ledgerId, limit: 3, cursor })));

type Sums = Record<Kind, bigint>;

function sumByKind(entries: readonly Entry[]): Sums {
  const sums: Sums = { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n };
  for (const entry of entries) sums[kindOf(entry.topic, entry.entryType)] += entry.amount;
  return sums;
}

function sumOf(
  rows: readonly Readonly<Record<"captures" | "refunds" | "fees" | "payouts" | "other", bigint>>[],
): Sums {
  const sums: Sums = { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n };
  for (const row of rows) {
    sums.capture += row.captures;
    sums.refund += row.refunds;
    sums.fee += row.fees;
    sums.payout += row.payouts;
    sums.other += row.other;
  }
  return sums;
}

test(
  "invariant 7: a sum over any interval is the sum of its days is the sum of its entries",
  { timeout: 180_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.integer({ min: 1, max: 30 }),
        fc.array(interval, { minLength: 1, maxLength: 3 }),
        async (entries, pageSize, intervals) => {
          const { ledger, merchantId } = await write(entries, pageSize);
          for (const asked of intervals) {
            const days = await allDays(ledger, { ...asked, limit: pageSize });
            const found = await allEntries(ledger, { ...asked, limit: pageSize });
            const summary = (await summarizeMerchant(ctx, { id: merchantId, ...asked })).currencies[0];
            const byUnit = await listMerchantDays(ctx, { id: merchantId, ...asked });
            if (summary === undefined) throw new Error("a currency");
            const sums = sumOf([summary]);
            expect(sumOf(days)).toEqual(sums);
            expect(sumByKind(found)).toEqual(sums);
            expect(sumOf(byUnit.items)).toEqual(sums);
            expect(summary.entryCount).toBe(found.length);
            expect(days.reduce((count, day) => count + day.entryCount, 0)).toBe(found.length);
            expect(days.reduce((total, day) => total + day.breaks, 0n)).toBe(summary.breaks);
            expectChain(days, summary);
            expect(
              byUnit.items.filter((row) => row.recipientHandle === "").map((row) => row.closing),
            ).toEqual(days.map((day) => day.closing));
          }
        },
      ),
      { numRuns: RUNS },
    );
  },
);

/** A day's closing is the next one's opening, from the interval's opening to its closing. */
function expectChain(days: readonly Day[], summary: Readonly<{ opening: bigint; closing: bigint }>): void {
  let balance = summary.opening;
  for (const day of days) {
    expect(day.opening).toBe(balance);
    expect(day.closing).toBe(
      day.opening + day.captures + day.refunds + day.fees + day.payouts + day.other + day.breaks,
    );
    balance = day.closing;
  }
  expect(summary.closing).toBe(balance);
}

test(
  "the entries of a payout are those that it carries, and add up to its cover",
  { timeout: 180_000 },
  async () => {
    await fc.assert(
      fc.asyncProperty(history, fc.integer({ min: 1, max: 30 }), async (entries, pageSize) => {
        const { ledger } = await write(entries, pageSize);
        const expected = carriedOf(entries);
        const payouts = (await allPayouts(ledger)).toReversed();
        expect(payouts).toHaveLength(expected.length);
        let previousId: string | null = null;
        for (const [index, payout] of payouts.entries()) {
          const { cover, previousPayoutId } = await explainPayout(ctx, { id: payout.id });
          if (cover === null) throw new Error("a cover");
          const found = await allEntries(ledger, { payoutId: payout.id, limit: pageSize });
          const sums = sumByKind(found);
          expect(sums).toEqual(sumOf([cover]));
          expect(found.map((entry) => entry.sequence)).toEqual(carriedSequences(entries, index));
          expect(cover.left).toBe(
            cover.leftBefore +
              cover.captures +
              cover.refunds +
              cover.fees +
              cover.payouts +
              cover.other +
              cover.breaks +
              payout.amount,
          );
          expect(Number(cover.leftBefore)).toBe(expected[index]?.leftBefore);
          expect(previousPayoutId).toBe(previousId);
          previousId = payout.id;
          for (const kind of KINDS) {
            const ofKind = await allEntries(ledger, {
              payoutId: payout.id,
              kind,
              limit: pageSize,
              order: "newest",
            });
            expect(ofKind.reduce((total, entry) => total + entry.amount, 0n)).toBe(sums[kind]);
          }
        }
      }),
      { numRuns: RUNS },
    );
  },
);

/** Straight from the definition: before the payout, of its date or earlier, not carried before. */
function carriedSequences(entries: readonly WireEntry[], payoutIndex: number): number[] {
  const carried = new Set<number>();
  let seen = -1;
  for (const [place, payout] of entries.entries()) {
    if (!isPayout("funds", payout.entryType)) continue;
    seen += 1;
    const now: number[] = [];
    for (const [earlier, entry] of entries.slice(0, place).entries()) {
      if (carried.has(earlier) || isPayout("funds", entry.entryType) || entry.ledgerDate > payout.ledgerDate)
        continue;
      carried.add(earlier);
      now.push(earlier + 1);
    }
    if (seen === payoutIndex) return now;
  }
  return [];
}

test(
  "lists filter as plain reading does, in pages of any size and both orders",
  { timeout: 180_000 },
  async () => {
    const filters = fc.record(
      {
        from: fc.integer({ min: 0, max: 50 }).map((days) => addDays(FIRST, days)),
        to: fc.integer({ min: 0, max: 50 }).map((days) => addDays(FIRST, days)),
        kind: fc.constantFrom(...KINDS),
        entryType: fc.constantFrom(
          "capture",
          "correction",
          "loyalty-adjustment",
          "retained-disputed-capture",
        ),
        recipientHandle: fc.constantFrom("NO:57860", "api:123456", ""),
        reference: fc.constantFrom("order-1", "order-disputed"),
      },
      { requiredKeys: [] },
    );
    await fc.assert(
      fc.asyncProperty(
        history,
        fc.array(fc.tuple(filters, fc.integer({ min: 1, max: 12 })), { minLength: 2, maxLength: 5 }),
        async (entries, asked) => {
          const { ledger } = await write(entries, 25);
          for (const [filter, limit] of asked) {
            const expected = entries.flatMap((entry, index) => (fits(entry, filter) ? [index + 1] : []));
            const found = await allEntries(ledger, { ...filter, limit });
            expect(found.map((entry) => entry.sequence)).toEqual(expected);
            const newest = await allEntries(ledger, { ...filter, limit, order: "newest" });
            expect(newest.map((entry) => entry.sequence)).toEqual(expected.toReversed());
          }
        },
      ),
      { numRuns: RUNS },
    );
  },
);

type Filter = Readonly<{
  from?: LedgerDate;
  to?: LedgerDate;
  kind?: Kind;
  entryType?: string;
  recipientHandle?: string;
  reference?: string;
}>;

function fits(entry: WireEntry, filter: Filter): boolean {
  return (
    (filter.from === undefined || entry.ledgerDate >= filter.from) &&
    (filter.to === undefined || entry.ledgerDate <= filter.to) &&
    (filter.kind === undefined || kindOf("funds", entry.entryType) === filter.kind) &&
    (filter.entryType === undefined || entry.entryType === filter.entryType) &&
    (filter.recipientHandle === undefined || textOf(entry.recipientHandle) === filter.recipientHandle) &&
    (filter.reference === undefined || entry.reference === filter.reference)
  );
}

test("payouts whose dates go back carry what is theirs", async () => {
  const ledger = await createTestLedger(ctx);
  const entries = apiEntries([
    { date: "2026-03-10", type: "capture", amount: 100 },
    { date: "2026-03-12", type: "capture", amount: 20 },
    { date: "2026-03-10", type: "payout-scheduled", amount: -100 },
    { date: "2026-03-11", type: "capture", amount: 7 },
    { date: "2026-03-09", type: "correction", amount: -3 },
    { date: "2026-03-09", type: "payout-scheduled", amount: 0 },
    { date: "2026-03-11", type: "refund", amount: -2 },
    { date: "2026-03-12", type: "payout-scheduled", amount: -22 },
  ]);
  await writeEntries(ctx, { ledger: ledger.ledger, topic: "funds" }, entries, { pageSize: 3 });
  const payouts = await allPayouts(ledger.ledger);
  const carried = new Map<string, number[]>();
  for (const payout of payouts) {
    const found = await allEntries(ledger.ledger, { payoutId: payout.id, limit: 2 });
    carried.set(
      payout.ledgerDate,
      found.map((entry) => entry.sequence),
    );
    const { cover } = await explainPayout(ctx, { id: payout.id });
    expect(sumByKind(found)).toEqual(sumOf(cover === null ? [] : [cover]));
  }
  expect(carried).toEqual(
    new Map([
      ["2026-03-12", [2, 4, 7]],
      ["2026-03-10", [1]],
      ["2026-03-09", [5]],
    ]),
  );
});
