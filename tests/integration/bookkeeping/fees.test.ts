import { afterAll, beforeAll, describe, expect, test } from "vitest";

import { GET as getRates } from "@/app/api/v1/fees/rates/route";
import { GET as getUnpaired } from "@/app/api/v1/fees/unpaired/route";
import { POST as enterBalance } from "@/app/api/v1/ledgers/[id]/clearing-balance/route";
import { GET as listBalances } from "@/app/api/v1/merchants/[id]/clearing-balances/route";
import { ClearingBalancesInput, FeeRatesQuery, UnpairedFeesQuery } from "@/lib/contracts/bookkeeping";
import { openApiDocument } from "@/lib/contracts/openapi";
import { enterClearingBalance, listClearingBalances } from "@/lib/services/bookkeeping/clearing-balances";
import type { ServiceContext } from "@/lib/services/context";
import { pairFees } from "@/lib/services/fees/pair-fees";
import { rateFees } from "@/lib/services/fees/rate-fees";
import { createToken } from "@/lib/services/tokens/create-token";
import { withTenant } from "@/lib/store/tenant";
import { apiEntries, createTestLedger, date, writeEntries } from "@/tests/factories/books";
import type { TestEntry, TestLedger } from "@/tests/factories/books";
import { createTestPerson } from "@/tests/factories/people";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, createAnswerCheck, useServices } from "@/tests/integration/api/support";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
}, 60_000);
afterAll(() => world.close());

const HANDLE = "NO:57860";

async function write(of: TestLedger, topic: "funds" | "fees", entries: readonly TestEntry[]): Promise<void> {
  await writeEntries(ctx, { ledger: of.ledger, topic }, apiEntries(entries));
}

describe("the effective fee rate", () => {
  test("is told per sales unit and month, and flagged in the month in which it jumps", async () => {
    const shop = await createTestLedger(ctx, { name: "Gebyr", booksFrom: "2026-01-01" });
    const months = ["06", "07", "08", "09", "10"];
    const captures = months.flatMap((month) =>
      Array.from({ length: 20 }, (_, index): TestEntry => ({
        date: `2026-${month}-${String(index + 1).padStart(2, "0")}`,
        type: "capture",
        amount: 10_000,
        handle: HANDLE,
        psp: `rate-${month}-${String(index)}`,
      })),
    );
    // 1.75 % each month, and 2.75 % in October; a service fee is no part of it.
    const fees = months.flatMap((month): TestEntry[] => [
      {
        date: `2026-${month}-21`,
        type: "capture-fee",
        amount: month === "10" ? -5_500 : -3_500,
        handle: HANDLE,
      },
      { date: `2026-${month}-21`, type: "service-fee", amount: -9_900, handle: HANDLE },
    ]);
    await write(shop, "funds", captures);
    await write(shop, "fees", fees);
    const { items } = await rateFees(ctx, FeeRatesQuery.parse({ merchantId: shop.merchantId }));
    expect(items.map(({ month, rate, usual, flag }) => [month, rate, usual, flag])).toEqual([
      ["2026-06", 17_500, null, null],
      ["2026-07", 17_500, null, null],
      ["2026-08", 17_500, null, null],
      ["2026-09", 17_500, 17_500, null],
      ["2026-10", 27_500, 17_500, "higher"],
    ]);
    expect(items[0]).toMatchObject({ name: "Torget", currency: "NOK", captureCount: 20, captures: 200_000n });
    // One month asked for is still compared with those before it.
    const one = await rateFees(
      ctx,
      FeeRatesQuery.parse({ merchantId: shop.merchantId, month: "2026-10", months: 1 }),
    );
    expect(one.items.map(({ month, flag }) => [month, flag])).toEqual([["2026-10", "higher"]]);
  });
});

describe("fees and their captures", () => {
  test("meet on the pspReference, with the days between; those that meet nothing are listed", async () => {
    const shop = await createTestLedger(ctx, { name: "Par", booksFrom: "2026-01-01" });
    await write(shop, "funds", [
      { date: "2026-10-31", type: "capture", amount: 1_000, psp: "pair-1", handle: HANDLE },
      { date: "2026-11-02", type: "capture", amount: 1_000, psp: "pair-2", handle: HANDLE },
      // A refund with the reference of a fee is not its capture.
      { date: "2026-11-03", type: "refund", amount: -100, psp: "pair-3", handle: HANDLE },
    ]);
    await write(shop, "fees", [
      { date: "2026-11-02", type: "capture-fee", amount: -18, psp: "pair-1", handle: HANDLE },
      { date: "2026-11-02", type: "capture-fee", amount: -2, psp: "pair-1", handle: HANDLE },
      { date: "2026-11-03", type: "capture-fee", amount: -18, psp: "pair-3", handle: HANDLE },
      { date: "2026-11-02", type: "capture-fee", amount: -18, psp: "pair-2", handle: HANDLE },
      { date: "2026-11-04", type: "service-fee", amount: -99, psp: "pair-9" },
    ]);
    const found = await pairFees(ctx, UnpairedFeesQuery.parse({ merchantId: shop.merchantId }));
    expect(found).toMatchObject({
      lookedAt: 4,
      paired: 3,
      lags: [
        { days: 0, count: 1 },
        { days: 2, count: 2 },
      ],
      nextCursor: null,
    });
    expect(found.items.map(({ pspReference, amount }) => [pspReference, amount])).toEqual([["pair-3", -18n]]);
    // Another merchant's capture of the same reference is not theirs to pair with.
    const other = await createTestLedger(ctx, { name: "Annen" });
    await write(other, "funds", [{ date: "2026-11-03", type: "capture", amount: 1_000, psp: "pair-3" }]);
    expect(
      (await pairFees(ctx, UnpairedFeesQuery.parse({ merchantId: shop.merchantId }))).items,
    ).toHaveLength(1);
  });

  test("of the time before they could be paired are not looked at", async () => {
    const old = await createTestLedger(ctx, { name: "Gammel", country: "DK", booksFrom: "2025-01-01" });
    await write(old, "fees", [
      { date: "2025-07-31", type: "capture-fee", amount: -1, psp: "old-1" },
      { date: "2025-08-01", type: "capture-fee", amount: -1, psp: "old-2" },
    ]);
    const found = await pairFees(
      ctx,
      UnpairedFeesQuery.parse({ merchantId: old.merchantId, from: "2025-01-01", to: "2025-12-31" }),
    );
    expect(found.items.map(({ pspReference }) => pspReference)).toEqual(["old-2"]);
  });
});

describe("the clearing account's balance", () => {
  test("stands beside ours of the same date, with what may explain the difference", async () => {
    const { shop } = shops;
    const entered = await enterClearingBalance(ctx, {
      id: shop.ledger,
      ledgerDate: date("2026-11-18"),
      balance: 10_000n,
    });
    // 5.00 and what came through the 18th, less what was paid out: of the 19th only what is booked on the 18th.
    const opening = 500n + 40_000n + 49_900n + 10_000n - 900n - 90_000n;
    expect(entered).toMatchObject({
      ours: opening,
      entered: 10_000n,
      difference: 10_000n - opening,
      enteredBy: "test",
    });
    expect(entered).toMatchObject({ openPayouts: 1, openPayoutAmount: 90_000n, daysInDoubt: 0 });
    await enterClearingBalance(ctx, { id: shop.ledger, ledgerDate: date("2026-11-19"), balance: 0n });
    await enterClearingBalance(ctx, { id: shop.ledger, ledgerDate: date("2026-11-18"), balance: opening });
    const list = await listClearingBalances(ctx, ClearingBalancesInput.parse({ id: shop.merchantId }));
    expect(
      list.items.map(({ ledgerDate, difference, daysInDoubt }) => [ledgerDate, difference, daysInDoubt]),
    ).toEqual([
      ["2026-11-19", -(list.items[0]?.ours ?? 0n), 1],
      ["2026-11-18", 0n, 0],
    ]);
    const first = await listClearingBalances(
      ctx,
      ClearingBalancesInput.parse({ id: shop.merchantId, limit: 1 }),
    );
    const second = await listClearingBalances(
      ctx,
      ClearingBalancesInput.parse({ id: shop.merchantId, limit: 1, cursor: first.nextCursor }),
    );
    expect([...first.items, ...second.items]).toEqual(list.items);
    const trail = await withTenant(ctx.database, ctx, (tx) =>
      tx.query<{ before: Record<string, string> | null }>(
        "select before from audit_event where action = 'clearing.entered' order by at, id",
      ),
    );
    expect(trail.flatMap((row) => row.before?.["balance"] ?? [])).toEqual(["10000"]);
    expect(trail).toHaveLength(3);
  });

  test("is refused for a date to come, for another's ledger, and from whoever only reads", async () => {
    const input = { id: shops.shop.ledger, ledgerDate: date("2026-11-18"), balance: 1n };
    await expect(
      enterClearingBalance(ctx, { ...input, ledgerDate: date("2026-11-22") }),
    ).rejects.toMatchObject({
      fields: [{ field: "ledgerDate", reason: "future" }],
    });
    const limited = (
      await createTestPerson(ctx, world.database, {
        name: "Liv",
        role: "accountant",
        merchantIds: [shops.danish.merchantId],
      })
    ).ctx;
    await expect(enterClearingBalance(limited, input)).rejects.toMatchObject({ code: "not_found" });
    await enterClearingBalance(limited, { ...input, id: shops.danish.ledger });
    await expect(
      listClearingBalances(limited, ClearingBalancesInput.parse({ id: shops.shop.merchantId })),
    ).rejects.toMatchObject({ code: "not_found" });
    const viewer = (await createTestPerson(ctx, world.database, { name: "Vi", role: "viewer" })).ctx;
    await expect(enterClearingBalance(viewer, input)).rejects.toMatchObject({ code: "forbidden" });
  });
});

test("the routes answer as the document says", async () => {
  const check = createAnswerCheck(openApiDocument());
  const { token } = await createToken(ctx, { name: "script" });
  const query = { merchantId: shops.shop.merchantId };
  expect(check("/fees/rates", "get", await call(getRates, { token }))).toBeUndefined();
  expect(check("/fees/unpaired", "get", await call(getUnpaired, { token, query }))).toBeUndefined();
  const balances = await call(listBalances, { token, params: { id: shops.shop.merchantId } });
  expect(check("/merchants/{id}/clearing-balances", "get", balances)).toBeUndefined();
  expect(
    (await call(enterBalance, { token, method: "POST", params: { id: shops.shop.ledger } })).status,
  ).toBe(403);
});
