import { afterAll, beforeAll, expect, test } from "vitest";

import { VouchersQuery } from "@/lib/contracts/bookkeeping";
import { listVouchers } from "@/lib/services/bookkeeping/list-vouchers";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { monthReport } from "@/lib/services/reports/period-report";
import { apiEntries, createTestLedger, date, writeEntries } from "@/tests/factories/books";
import type { TestEntry, TestLedger } from "@/tests/factories/books";
import { csvRows, minorOf, minorOfNumber, pdfPages, xlsxSheets } from "@/tests/factories/reports-read";
import { bytesOf } from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

/** Months that are not like others: empty ones, negative ones, late fees, many payouts, two currencies. */

let world: ReadWorld;
let ctx: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  ctx = await world.newFirm();
});
afterAll(() => world.close());

const HANDLE = "NO:57860";
type Format = "pdf" | "xlsx" | "csv";

async function write(of: TestLedger, topic: "funds" | "fees", entries: readonly TestEntry[]): Promise<void> {
  await writeEntries(ctx, { ledger: of.ledger, topic }, apiEntries(entries, { currency: of.currency }));
}

const reportOf = async (of: TestLedger, month: string, format: Format): Promise<Uint8Array> =>
  bytesOf(await monthReport(ctx, { id: of.merchantId, month, format, language: "nb" }));

const csvOf = async (of: TestLedger, month: string): Promise<Record<string, string>[]> =>
  csvRows(await reportOf(of, month, "csv"));

async function vouchersText(of: TestLedger, from: string, to: string): Promise<string> {
  let text = "";
  const input = {
    merchantId: of.merchantId,
    from: date(from),
    to: date(to),
    format: "vouchers-csv" as const,
  };
  for await (const chunk of exportMerchant(ctx, input)) text += String(chunk);
  return text;
}

const sum = (amounts: readonly bigint[]): bigint => amounts.reduce((total, amount) => total + amount, 0n);

test("a month without entries opens and closes with the same balance, and has no vouchers", async () => {
  const shop = await createTestLedger(ctx, { name: "Stille" });
  await write(shop, "funds", [{ date: "2026-08-31", type: "capture", amount: 12_345, handle: HANDLE }]);
  const rows = await csvOf(shop, "2026-09");
  expect(rows.map(({ row, balance }) => [row, balance])).toEqual([
    ["opening", "123.45"],
    ["total", "123.45"],
  ]);
  const texts = (await pdfPages(await reportOf(shop, "2026-09", "pdf"))).flat(2);
  expect(texts.filter((text) => text === "123,45").length).toBeGreaterThanOrEqual(2);
  const sheets = await xlsxSheets(await reportOf(shop, "2026-09", "xlsx"));
  expect(sheets.map(({ rows: of }) => of.length)).toSatisfy((lengths: number[]) =>
    lengths.every((n) => n > 0),
  );
  expect((await vouchersText(shop, "2026-09-01", "2026-09-30")).trimEnd().split("\n")).toHaveLength(1);
});

test("a merchant without a ledger has a report that says nothing, and no vouchers", async () => {
  const shop = await createTestLedger(ctx, { name: "Ny" });
  expect(await csvOf(shop, "2026-09")).toHaveLength(2);
  expect((await pdfPages(await reportOf(shop, "2026-09", "pdf"))).length).toBeGreaterThan(0);
});

test("a month of refunds only is negative in every file, and its voucher balances", async () => {
  const shop = await createTestLedger(ctx, { name: "Retur" });
  await write(shop, "funds", [
    { date: "2026-09-02", type: "refund", amount: -50_001, handle: HANDLE },
    { date: "2026-09-03", type: "refund", amount: -1, handle: HANDLE },
  ]);
  const total = (await csvOf(shop, "2026-09")).find(({ row }) => row === "total");
  expect([total?.["captures"], total?.["refunds"], total?.["balance"]]).toEqual([
    "0.00",
    "-500.02",
    "-500.02",
  ]);
  const days = (await xlsxSheets(await reportOf(shop, "2026-09", "xlsx"))).find(({ name }) =>
    name.startsWith("Dager"),
  );
  expect(minorOfNumber(days?.rows.at(-1)?.[2])).toBe(-50_002n);
  const texts = (await pdfPages(await reportOf(shop, "2026-09", "pdf"))).flat(2);
  expect(texts).toContain("\u2212500,02");
  const vouchers = csvRows(await vouchersText(shop, "2026-09-01", "2026-09-30"));
  expect(vouchers.map((row) => [row["account"], row["amount"]])).toEqual([
    ["1520", "-500.01"],
    ["1500", "500.01"],
    ["1520", "-0.01"],
    ["1500", "0.01"],
  ]);
});

test("a fee is of the month in which it is charged, retained or invoiced, whenever its capture was", async () => {
  const shop = await createTestLedger(ctx, { name: "Sen" });
  await write(shop, "funds", [
    { date: "2026-09-30", type: "capture", amount: 100_000, handle: HANDLE, psp: "late" },
    { date: "2026-10-02", type: "fees-retained", amount: -1_000 },
  ]);
  await write(shop, "fees", [
    { date: "2026-10-02", type: "capture-fee", amount: -1_750, handle: HANDLE, psp: "late" },
    { date: "2026-10-02", type: "fees-retained", amount: 1_000 },
    { date: "2026-10-31", type: "fees-invoiced", amount: 750 },
  ]);
  const totals = async (month: string) => {
    const total = (await csvOf(shop, month)).find(({ row }) => row === "total");
    return [total?.["captures"], total?.["fees"], total?.["feesCharged"]];
  };
  expect(await totals("2026-09")).toEqual(["1000.00", "0.00", "0.00"]);
  expect(await totals("2026-10")).toEqual(["0.00", "-10.00", "-17.50"]);
  const { items } = await listVouchers(ctx, {
    ...VouchersQuery.parse({ from: "2026-09-01", to: "2026-10-31" }),
    id: shop.merchantId,
  });
  const cost = items.flatMap(({ ledgerDate, postings }) =>
    postings.filter(({ role }) => role === "fees").map(({ amount }) => [ledgerDate, amount]),
  );
  expect(cost).toEqual([["2026-10-02", 1_750n]]);
  expect(items.at(-1)?.postings.map(({ role, amount }) => [role, amount])).toEqual([
    ["fees-owed", 750n],
    ["fees-invoiced", -750n],
  ]);
  expect([items.at(-1)?.clearingBalance, items.at(-1)?.feesOwedBalance]).toEqual([99_000n, 0n]);
});

test("vouchers keep their numbers, file after file, and an entry that comes late changes its own date's only", async () => {
  const shop = await createTestLedger(ctx, { name: "Fast" });
  await write(shop, "funds", [
    { date: "2026-09-01", type: "capture", amount: 100, handle: HANDLE },
    { date: "2026-09-02", type: "capture", amount: 200, handle: HANDLE },
  ]);
  const first = await vouchersText(shop, "2026-09-01", "2026-09-30");
  expect(await vouchersText(shop, "2026-09-01", "2026-09-30")).toBe(first);
  expect(await vouchersText(shop, "2026-08-15", "2026-09-02")).toBe(first);
  await writeEntries(
    ctx,
    { ledger: shop.ledger, topic: "funds" },
    apiEntries(
      [
        {
          date: "2026-09-01",
          type: "fees-retained",
          amount: -7,
          time: "2026-09-03T00:10:00.000000Z",
          psp: "late-1",
        },
      ],
      { opening: 300 },
    ),
  );
  const ofDate = (text: string, day: string) => csvRows(text).filter((row) => row["date"] === day);
  const second = await vouchersText(shop, "2026-09-01", "2026-09-30");
  expect(ofDate(second, "2026-09-02")).toEqual(ofDate(first, "2026-09-02"));
  const changed = ofDate(second, "2026-09-01");
  expect(new Set(changed.map((row) => row["voucher"]))).toEqual(new Set([`${shop.ledgerId}-20260901`]));
  expect(changed.slice(0, 2)).toEqual(ofDate(first, "2026-09-01"));
  expect(sum(changed.map((row) => minorOf(row["amount"] ?? "")))).toBe(0n);
});

test("two currencies and several ledgers stand beside one another, and are never added up", async () => {
  const kroner = await createTestLedger(ctx, { name: "Grense" });
  const danish = await createTestLedger(ctx, { merchantId: kroner.merchantId, country: "DK" });
  const second = await createTestLedger(ctx, { merchantId: kroner.merchantId });
  for (const [of, amount] of [
    [kroner, 100],
    [danish, 2_000],
    [second, 30_000],
  ] as const)
    await write(of, "funds", [{ date: "2026-09-10", type: "capture", amount, handle: HANDLE }]);
  const totals = (await csvOf(kroner, "2026-09")).filter(({ row }) => row === "total");
  expect(
    new Set(
      totals.map((row) => `${row["ledgerId"] ?? ""} ${row["captures"] ?? ""} ${row["currency"] ?? ""}`),
    ),
  ).toEqual(
    new Set([`${kroner.ledgerId} 1.00 NOK`, `${danish.ledgerId} 20.00 DKK`, `${second.ledgerId} 300.00 NOK`]),
  );
  const rows = csvRows(await vouchersText(kroner, "2026-09-01", "2026-09-30"));
  for (const { ledgerId, currency } of [kroner, danish, second]) {
    const own = rows.filter((row) => row["ledger"] === ledgerId);
    expect([
      new Set(own.map((row) => row["currency"])),
      sum(own.map((row) => minorOf(row["amount"] ?? ""))),
    ]).toEqual([new Set([currency]), 0n]);
  }
  // The Danish ledger is booked on Danish accounts, without a VAT code.
  const danishAccounts = rows.filter((row) => row["currency"] === "DKK");
  expect(danishAccounts.map((row) => [row["account"], row["vatCode"]])).toEqual([
    ["5590", ""],
    ["5600", ""],
  ]);
});

test("a month with several hundred payouts lists each of them, and they add up to what left the balance", async () => {
  const first = await createTestLedger(ctx, { name: "Kjede" });
  const ledgers = [first];
  while (ledgers.length < 12) ledgers.push(await createTestLedger(ctx, { merchantId: first.merchantId }));
  let paidOut = 0n;
  for (const [place, of] of ledgers.entries()) {
    await write(
      of,
      "funds",
      Array.from({ length: 30 }, (_, index): TestEntry[] => {
        const day = `2026-09-${String(index + 1).padStart(2, "0")}`;
        const amount = 1_000 + place * 31 + index;
        paidOut += BigInt(amount);
        return [
          { date: day, type: "capture", amount, handle: HANDLE },
          {
            date: day,
            type: "payout-scheduled",
            amount: -amount,
            psp: `${of.ledgerId}-${String(2_000_001 + index)}`,
          },
        ];
      }).flat(),
    );
  }
  const rows = await csvOf(first, "2026-09");
  const payouts = rows.filter(({ row }) => row === "payout");
  expect([payouts.length, sum(payouts.map((row) => minorOf(row["amount"] ?? "")))]).toEqual([360, -paidOut]);
  const inTotals = rows.filter(({ row }) => row === "total").map((row) => minorOf(row["payouts"] ?? ""));
  expect(sum(inTotals)).toBe(-paidOut);
  const pages = await pdfPages(await reportOf(first, "2026-09", "pdf"));
  const listed = pages.flat().filter((line) => /^20000\d\d$/.test(line[1] ?? ""));
  expect([listed.length, sum(listed.map((line) => minorOf(line.at(-1) ?? "")))]).toEqual([360, paidOut]);
  // The head of a table that goes on stands on the next page too.
  for (const page of pages) expect(page.at(-1)?.join(" ")).toMatch(/Side \d+ av \d+$/);
  const sheets = await xlsxSheets(await reportOf(first, "2026-09", "xlsx"));
  const inSheets = sheets.filter(({ name }) => name.startsWith("Utbetalinger"));
  expect(sum(inSheets.map(({ rows: of }) => minorOfNumber(of.at(-1)?.at(-1))))).toBe(paidOut);
}, 120_000);

test("a payout that was returned in the month leaves sums that agree with what left the balance", async () => {
  const shop = await createTestLedger(ctx, { name: "Avvist" });
  await write(shop, "funds", [
    { date: "2026-09-01", type: "capture", amount: 30_000, handle: HANDLE },
    { date: "2026-09-01", type: "payout-scheduled", amount: -30_000, psp: `${shop.ledgerId}-2000001` },
    { date: "2026-09-04", type: "payout-aborted", amount: 30_000, psp: `${shop.ledgerId}-2000001` },
    { date: "2026-09-05", type: "payout-scheduled", amount: -30_000, psp: `${shop.ledgerId}-2000002` },
    // One more that comes back a month later, and one that is sent in its place and comes back in the next.
    { date: "2026-10-01", type: "payout-aborted", amount: 30_000, psp: `${shop.ledgerId}-2000002` },
    { date: "2026-10-02", type: "payout-scheduled", amount: -30_000, psp: `${shop.ledgerId}-2000003` },
    { date: "2026-11-02", type: "payout-aborted", amount: 30_000, psp: `${shop.ledgerId}-2000003` },
  ]);
  const rows = await csvOf(shop, "2026-09");
  const total = rows.find(({ row }) => row === "total");
  expect(total?.["payouts"]).toBe("-300.00");
  expect(rows.filter(({ row }) => row === "payout").map((row) => [row["status"], row["amount"]])).toEqual([
    ["aborted", "-300.00"],
    ["aborted", "-300.00"],
  ]);
  for (const [month, paid, back, left] of [
    ["2026-09", 60_000n, -30_000n, 30_000n],
    ["2026-10", 30_000n, -30_000n, 0n],
    ["2026-11", 0n, -30_000n, -30_000n],
  ] as const) {
    const sheets = await xlsxSheets(await reportOf(shop, month, "xlsx"));
    const days = sheets.find(({ name }) => name.startsWith("Dager"))?.rows ?? [];
    const payouts = (sheets.find(({ name }) => name.startsWith("Utbetalinger"))?.rows ?? []).slice(1);
    const amounts = payouts.map((row) => minorOfNumber(row.at(-1)));
    expect([month, sum(amounts.slice(0, -2)), amounts.at(-2), amounts.at(-1)]).toEqual([
      month,
      paid,
      back,
      left,
    ]);
    expect(payouts.at(-2)).toContain("Utbetalinger som kom i retur");
    expect(minorOfNumber(days.at(-1)?.[4])).toBe(-left);
  }
});
