import { afterAll, beforeAll, expect, test } from "vitest";

import { DaysQuery, EntriesQuery, LedgersQuery, PayoutsQuery } from "@/lib/contracts/queries";
import { newId } from "@/lib/core/ids";
import type { CopyId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { createFeed, lockTopic, swapActiveCopy } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import type { TestLedger } from "@/tests/factories/books";
import { createTwoShops } from "@/tests/factories/two-shops";
import { NOW_MS, openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shop: TestLedger;
let danish: TestLedger;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
  ({ shop, danish } = await createTwoShops(ctx));
}, 60_000);

afterAll(() => world.close());

const entries = async (query: Record<string, unknown>, id: string = shop.ledger) =>
  listEntries(ctx, { ...EntriesQuery.parse(query), id });
const sequences = async (query: Record<string, unknown>): Promise<number[]> => {
  const found: number[] = [];
  let cursor: string | undefined;
  do {
    const page = await entries({ ...query, ...(cursor !== undefined && { cursor }) });
    found.push(...page.items.map((entry) => entry.sequence));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return found;
};

test("entries come in feed order, or newest first, in pages of any size", async () => {
  for (const limit of [1, 2, 4, 9, 100]) {
    expect(await sequences({ limit })).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(await sequences({ limit, order: "newest" })).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1]);
    expect(await sequences({ limit, from: "2026-11-18", to: "2026-11-18" })).toEqual([2, 3, 5, 6]);
    expect(await sequences({ limit, from: "2026-11-18", to: "2026-11-18", order: "newest" })).toEqual([
      6, 5, 3, 2,
    ]);
    expect(await sequences({ limit, kind: "capture" })).toEqual([1, 2, 3, 4, 8]);
    expect(await sequences({ limit, kind: "payout", order: "newest" })).toEqual([9, 6]);
    expect(await sequences({ limit, recipientHandle: "NO:57860", from: "2026-11-19" })).toEqual([4, 7, 8]);
    expect(await sequences({ limit, recipientHandle: "" })).toEqual([5, 6, 9]);
    expect(await sequences({ limit, entryType: "refund" })).toEqual([7]);
    expect(await sequences({ limit, reference: "order-2" })).toEqual([2, 7]);
    expect(await sequences({ limit, reference: "order-2", to: "2026-11-18" })).toEqual([2]);
    expect(await sequences({ limit, pspReference: "p4" })).toEqual([4]);
  }
  expect((await entries({ limit: 1 })).items[0]).toEqual({
    sequence: 1,
    topic: "funds",
    ledgerDate: "2026-11-17",
    time: "2026-11-17T12:00:00.000000Z",
    entryType: "capture",
    pspReference: "p1",
    reference: "order-1",
    recipientHandle: "NO:57860",
    currency: "NOK",
    amount: 40_000n,
    balanceBefore: 500n,
    balanceAfter: 40_500n,
  });
});

test("days open where the one before closed, breaks included", async () => {
  const { items } = await listDays(ctx, { ...DaysQuery.parse({}), id: shop.ledger });
  expect(
    items.map((day) => [
      day.ledgerDate,
      day.opening,
      day.closing,
      day.breaks,
      day.entryCount,
      day.verification,
    ]),
  ).toEqual([
    ["2026-11-17", 500n, 40_500n, 0n, 1, "before-start"],
    ["2026-11-18", 40_500n, 9_500n, 0n, 4, "verified"],
    ["2026-11-19", 9_500n, 14_607n, 7n, 4, "in-doubt"],
  ]);
  expect(items[1]).toMatchObject({
    captures: 59_900n,
    refunds: 0n,
    fees: -900n,
    payouts: -90_000n,
    other: 0n,
  });
  const page = await listDays(ctx, { ...DaysQuery.parse({ order: "newest", limit: 1 }), id: shop.ledger });
  expect(page.items.map((day) => day.ledgerDate)).toEqual(["2026-11-19"]);
  const next = await listDays(ctx, {
    ...DaysQuery.parse({ order: "newest", limit: 1, cursor: page.nextCursor }),
    id: shop.ledger,
  });
  expect(next.items.map((day) => [day.ledgerDate, day.closing])).toEqual([["2026-11-18", 9_500n]]);
});

test("a payout is explained by what it carries, and its entries are found", async () => {
  const { items } = await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: shop.ledger }));
  const [second, first] = items;
  if (first === undefined || second === undefined) throw new Error("two payouts");
  const explained = await explainPayout(ctx, { id: first.id });
  expect(explained.cover).toEqual({
    fromDate: "2026-11-17",
    toDate: "2026-11-18",
    leftBefore: 500n,
    captures: 99_900n,
    refunds: 0n,
    fees: -900n,
    payouts: 0n,
    other: 0n,
    breaks: 0n,
    left: 9_500n,
    captureCount: 3,
    refundCount: 0,
    feeCount: 1,
    payoutCount: 0,
    otherCount: 0,
    proof: "pending",
  });
  expect(explained.previousPayoutId).toBeNull();
  expect(explained.nextPayoutId).toBe(second.id);
  expect(await sequences({ payoutId: first.id })).toEqual([1, 2, 3, 5]);
  expect(await sequences({ payoutId: first.id, kind: "capture", limit: 1 })).toEqual([1, 2, 3]);
  expect(await sequences({ payoutId: second.id })).toEqual([4, 7, 8]);
  expect((await explainPayout(ctx, { id: second.id })).cover).toMatchObject({
    breaks: 7n,
    proof: "in-doubt",
    left: 14_607n,
  });
});

test("ledgers show the state of both topics", async () => {
  const ledger = await getLedger(ctx, { id: shop.ledger });
  expect(ledger).toMatchObject({
    ledgerId: shop.ledgerId,
    merchantName: "Butikk",
    status: "active",
    booksFrom: "2026-11-18",
    funds: {
      entryCount: 9,
      headBalance: 14_607n,
      lastLedgerDate: "2026-11-19",
      state: "in-doubt",
      verifiedThrough: "2026-11-18",
    },
    fees: { entryCount: 5, headBalance: 245n, state: "live", verifiedThrough: null },
  });
  const page = await listLedgers(ctx, LedgersQuery.parse({ limit: 1, status: "active" }));
  const next = await listLedgers(ctx, LedgersQuery.parse({ limit: 1, cursor: page.nextCursor }));
  expect([...page.items, ...next.items].map((item) => item.ledgerId)).toEqual([
    shop.ledgerId,
    danish.ledgerId,
  ]);
  expect(next.nextCursor).toBeUndefined();
  expect((await listLedgers(ctx, LedgersQuery.parse({ merchantId: danish.merchantId }))).items).toHaveLength(
    1,
  );
});

test("a cursor of a replaced copy is refused", async () => {
  const own = await createTestLedger(ctx, { name: "Replaced" });
  await writeEntries(
    ctx,
    { ledger: own.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-18", type: "capture", amount: 1 },
      { date: "2026-11-19", type: "capture", amount: 1 },
    ]),
  );
  const page = await entries({ limit: 1 }, own.ledger);
  const days = await listDays(ctx, { ...DaysQuery.parse({ limit: 1 }), id: own.ledger });
  await withTenant(ctx.database, ctx, async (tx) => {
    const copy = newId<"copy">(NOW_MS) as CopyId;
    const key = { ledger: own.ledger, topic: "funds", copy } as const;
    await createFeed(tx, key, { nowMs: NOW_MS, firstPollAtMs: NOW_MS });
    await swapActiveCopy(tx, key, await lockTopic(tx, own.ledger, "funds"));
  });
  await expect(entries({ limit: 1, cursor: page.nextCursor }, own.ledger)).rejects.toMatchObject({
    code: "copy_replaced",
  });
  await expect(
    listDays(ctx, { ...DaysQuery.parse({ cursor: days.nextCursor }), id: own.ledger }),
  ).rejects.toMatchObject({
    code: "copy_replaced",
  });
});
