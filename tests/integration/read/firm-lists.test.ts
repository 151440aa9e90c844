import { afterAll, beforeAll, expect, test } from "vitest";

import { FeesQuery, PaymentsQuery, PayoutsQuery } from "@/lib/contracts/queries";
import type { ServiceContext } from "@/lib/services/context";
import { sumFees } from "@/lib/services/fees/sum-fees";
import { findPayments } from "@/lib/services/payments/find-payments";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import type { TestLedger } from "@/tests/factories/books";
import { createTwoShops } from "@/tests/factories/two-shops";
import { openReadWorld } from "@/tests/integration/read/support";
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

test("payouts are listed newest first and by status", async () => {
  const list = async (query: Record<string, unknown>): Promise<(string | null)[]> =>
    (await listPayouts(ctx, PayoutsQuery.parse(query))).items.map((payout) => payout.payoutNumber);
  expect(await list({})).toEqual(["2000002", "2000001", "2000001"]);
  expect(await list({ merchantId: danish.merchantId })).toEqual(["2000001"]);
  // 18 and 19 November + 2 bank days: Friday 20 and Monday 23. The Danish one was expected on Tuesday 17.
  expect(await list({ status: "in-transit" })).toEqual(["2000002"]);
  expect(await list({ status: "awaiting-bank-data" })).toEqual(["2000001", "2000001"]);
  expect(await list({ status: "scheduled" })).toEqual([]);
  expect(await list({ status: "overdue" })).toEqual([]);
  expect(await list({ from: "2026-11-19" })).toEqual(["2000002"]);
  expect(await list({ merchantId: shop.merchantId, to: "2026-11-18" })).toEqual(["2000001"]);
  const page = await listPayouts(ctx, PayoutsQuery.parse({ limit: 1 }));
  expect(await list({ limit: 5, cursor: page.nextCursor })).toEqual(["2000001", "2000001"]);
  expect(page.items[0]).toMatchObject({
    ledgerId: shop.ledgerId,
    merchantName: "Butikk",
    expectedDate: "2026-11-23",
    bankReference: null,
    bankLines: [],
  });
});

test("payments are found wherever in the firm they are", async () => {
  const find = (query: Record<string, unknown>) => findPayments(ctx, PaymentsQuery.parse(query));
  const byReference = await find({ reference: "order-2" });
  expect(byReference.items.map((payment) => [payment.merchantName, payment.entries.length])).toEqual([
    ["Butikk", 3],
    ["Butik", 2 - 1],
  ]);
  const [payment] = byReference.items;
  expect(payment?.entries.map((entry) => [entry.topic, entry.entryType])).toEqual([
    ["fees", "capture-fee"],
    ["funds", "capture"],
    ["funds", "refund"],
  ]);
  const { items: payouts } = await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: shop.ledger }));
  expect(payment?.payoutId).toBe(payouts[1]?.id);
  expect((await find({ pspReference: "p4" })).items[0]?.payoutId).toBe(payouts[0]?.id);
  // The fee has no reference: it is found with its capture.
  const byAmount = await find({ amount: "49900" });
  expect(byAmount.items.map((found) => [found.merchantName, found.reference, found.entries.length])).toEqual([
    ["Butikk", "order-2", 3],
    ["Butik", "order-2", 1],
  ]);
  const first = await find({ amount: "49900", limit: 1 });
  expect(
    (await find({ amount: "49900", limit: 1, cursor: first.nextCursor })).items.map(
      (found) => found.merchantName,
    ),
  ).toEqual(["Butik"]);
  expect((await find({ amount: "49900", to: "2024-01-01" })).items).toEqual([]);
  const byNumber = await find({ payoutNumber: "2000002" });
  expect(byNumber.items).toMatchObject([{ pspReference: "77-2000002", payoutId: payouts[0]?.id }]);
  expect((await find({ reference: "nothing" })).items).toEqual([]);
});

test("fees add up per group", async () => {
  const byMerchant = await sumFees(ctx, FeesQuery.parse({}));
  expect(byMerchant.items).toEqual([
    {
      key: shop.merchantId,
      label: "Butikk",
      currency: "NOK",
      captureFees: -600n,
      serviceFees: -100n,
      corrections: 0n,
      creditNotes: 50n,
      other: -5n,
      charged: -655n,
      retained: 900n,
      invoiced: 0n,
      owed: 245n,
    },
  ]);
  const byMonth = await sumFees(ctx, FeesQuery.parse({ groupBy: "month" }));
  expect(byMonth.items.map((row) => [row.key, row.charged, row.owed])).toEqual([["2026-11", -655n, 245n]]);
  const byHandle = await sumFees(ctx, FeesQuery.parse({ groupBy: "recipientHandle" }));
  expect(byHandle.items.map((row) => [row.key, row.charged, row.owed])).toEqual([
    ["", -50n, null],
    ["NO:57860", -605n, null],
  ]);
  const byType = await sumFees(ctx, FeesQuery.parse({ groupBy: "entryType", from: "2026-11-19" }));
  expect(byType.items.map((row) => [row.key, row.charged])).toEqual([
    ["credit-note", 50n],
    ["dance-fee", -5n],
  ]);
});
