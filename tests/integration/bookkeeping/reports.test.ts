import { afterAll, beforeAll, expect, test } from "vitest";

import { GET as getMonthReport } from "@/app/api/v1/merchants/[id]/report/route";
import { GET as getPayoutReport } from "@/app/api/v1/payouts/[id]/report/route";
import { PayoutsQuery } from "@/lib/contracts/queries";
import type { Payout } from "@/lib/contracts/shapes";
import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import type { ServiceContext } from "@/lib/services/context";
import { exportMerchant } from "@/lib/services/exports/export-merchant";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { payoutReport } from "@/lib/services/reports/payout-report";
import { monthReport, periodReport } from "@/lib/services/reports/period-report";
import { createToken } from "@/lib/services/tokens/create-token";
import { apiEntries, createTestLedger, date, writeEntries } from "@/tests/factories/books";
import type { TestEntry } from "@/tests/factories/books";
import { createTwoShops } from "@/tests/factories/two-shops";
import type { TwoShops } from "@/tests/factories/two-shops";
import { call, useServices } from "@/tests/integration/api/support";
import {
  bytesOf,
  csvRows,
  daySums,
  minorOf,
  minorOfNumber,
  pdfPages,
  xlsxSheets,
} from "@/tests/integration/bookkeeping/read-back";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let ctx: ServiceContext;
let shops: TwoShops;
/** The first payout of the Norwegian shop: it carries captures and fees and leaves something. */
let payout: Payout;

beforeAll(async () => {
  world = await openReadWorld();
  useServices(world.services);
  ctx = await world.newFirm();
  shops = await createTwoShops(ctx);
  const { items } = await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: shops.shop.ledger }));
  const found = items.find(({ payoutNumber }) => payoutNumber === "2000001");
  if (found === undefined) throw new Error("the shop has no payout");
  payout = found;
}, 60_000);
afterAll(() => world.close());

const NOVEMBER = { from: date("2026-11-01"), to: date("2026-11-30") };
const sumOf = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n);

test("a payout's three files say what its cover says, to the øre", async () => {
  const { cover } = await explainPayout(ctx, { id: payout.id });
  if (cover === null) throw new Error("no cover");
  const make = async (format: "pdf" | "xlsx" | "csv") =>
    bytesOf(await payoutReport(ctx, { id: payout.id, format, language: "nb" }));

  const rows = csvRows(await make("csv"));
  const amounts = rows.map((row) => minorOf(row["amount"] ?? ""));
  expect(rows.map(({ row }) => row)).toEqual([
    "left-before",
    "entry",
    "entry",
    "entry",
    "entry",
    "payout",
    "left",
  ]);
  expect(sumOf(amounts.slice(0, -1))).toBe(amounts.at(-1));
  expect(amounts.at(-1)).toBe(cover.left);

  const sheets = await xlsxSheets(await make("xlsx"));
  expect(sheets.map(({ name }) => name)).toEqual([
    "Oppgjørsrapport, utbetaling 200",
    "Hva den består av",
    "Per utsalgssted",
    "Per reskontrodato",
    "Posteringer",
  ]);
  const [facts, waterfall, units, dates, entries] = sheets.map((sheet) => sheet.rows);
  expect(facts).toContainEqual(["Utbetalt", 900]);
  expect(facts).toContainEqual(["Reskontrodato", new Date("2026-11-18T00:00:00Z")]);
  const lines = (waterfall ?? []).slice(1).map((row) => minorOfNumber(row[2]));
  expect(sumOf(lines.slice(0, -1))).toBe(cover.left);
  const carried = cover.captures + cover.refunds + cover.fees + cover.payouts + cover.other;
  for (const [table, column] of [
    [units, 7],
    [dates, 6],
    [entries, 5],
  ] as const)
    expect(sumOf((table ?? []).slice(1).map((row) => minorOfNumber(row[column])))).toBe(carried);

  const pages = await pdfPages(await make("pdf"));
  const texts = pages.flat().map((line) => line.join(" | "));
  expect(texts).toContain("Tilbakeholdte gebyrer | 1 | \u22129,00");
  expect(texts).toContain("Utbetalt | \u2212900,00");
  expect(texts.some((text) => text.includes("Linjene før den siste summerer nøyaktig"))).toBe(true);
  const left = pages.flat().find((line) => line[0] === "Står igjen på reskontroen");
  expect(minorOf(left?.at(-1) ?? "")).toBe(cover.left);
});

test("a month's three files agree with day_sum, and with each other", async () => {
  const { shop } = shops;
  const rows = await daySums(ctx, shop.ledger, NOVEMBER);
  const funds = (...types: string[]): bigint =>
    sumOf(
      rows
        .filter((row) => row.topic === "funds" && types.includes(row.entry_type))
        .map(({ amount }) => amount),
    );
  const charged = sumOf(
    rows
      .filter((row) => row.topic === "fees" && row.entry_type !== "fees-retained")
      .map(({ amount }) => amount),
  );
  const truth = {
    captures: funds("capture"),
    refunds: funds("refund"),
    fees: funds("fees-retained"),
    payouts: funds("payout-scheduled"),
    feesCharged: charged,
  };
  expect(truth).toEqual({
    captures: 184_900n,
    refunds: -49_900n,
    fees: -900n,
    payouts: -120_000n,
    feesCharged: -655n,
  });
  const make = async (format: "pdf" | "xlsx" | "csv") =>
    bytesOf(await monthReport(ctx, { id: shop.merchantId, month: "2026-11", format, language: "en" }));

  const csv = csvRows(await make("csv"));
  const total = csv.find(({ row }) => row === "total") ?? {};
  expect(Object.fromEntries(Object.keys(truth).map((key) => [key, minorOf(total[key] ?? "")]))).toEqual(
    truth,
  );
  const opening = minorOf(csv.find(({ row }) => row === "opening")?.["balance"] ?? "");
  const moved = ["captures", "refunds", "fees", "payouts", "other", "breaks"].map((key) =>
    minorOf(total[key] ?? ""),
  );
  expect(opening + sumOf(moved)).toBe(minorOf(total["balance"] ?? ""));
  expect(csv.filter(({ row }) => row === "payout").map((row) => row["amount"])).toEqual([
    "-900.00",
    "-300.00",
  ]);

  const sheets = await xlsxSheets(await make("xlsx"));
  const days = sheets.find(({ name }) => name.startsWith("Days"))?.rows ?? [];
  const columns = [truth.captures, truth.refunds, truth.fees, truth.payouts];
  for (const [index, wanted] of columns.entries()) {
    const inDays = sumOf(days.slice(1, -1).map((row) => minorOfNumber(row[index + 1])));
    expect([inDays, minorOfNumber(days.at(-1)?.[index + 1])]).toEqual([wanted, wanted]);
  }
  expect(minorOfNumber(days.at(-1)?.[8])).toBe(charged);

  const pages = await pdfPages(await make("pdf"));
  const sums = pages.flat().filter((line) => line[0] === "Sum");
  // Date, six movements, closing, charged.
  expect(sums[0]?.slice(1, 5).map(minorOf)).toEqual(columns);
  expect(minorOf(sums[0]?.[8] ?? "")).toBe(charged);
});

test("the PDF is made for a binder: merchant, period and page on every page, and every entry or how many", async () => {
  const many = await createTestLedger(ctx, { name: "Blåbær & Øl Łódź Ähtäri" });
  const captures = Array.from({ length: 1_100 }, (_, index): TestEntry => ({
    date: "2026-11-18",
    type: "capture",
    amount: 100 + index,
    handle: "NO:57860",
    reference: `=cmd|' /C calc'!A${String(index)}`,
  }));
  const sales = 1_100n * 100n + (1_099n * 1_100n) / 2n;
  await writeEntries(
    ctx,
    { ledger: many.ledger, topic: "funds" },
    apiEntries([
      ...captures,
      { date: "2026-11-18", type: "payout-scheduled", amount: -Number(sales), psp: "9-2000009" },
    ]),
  );
  const [large] = (await listPayouts(ctx, PayoutsQuery.parse({ ledgerId: many.ledger }))).items;
  const input = { id: large?.id ?? "", language: "en" } as const;
  const pdf = await bytesOf(await payoutReport(ctx, { ...input, format: "pdf" }));
  const pages = await pdfPages(pdf);
  expect(pages.length).toBeGreaterThan(10);
  for (const [index, page] of pages.entries()) {
    const first = page[0]?.join(" ") ?? "";
    // Letters that the font lacks lose their marks; Nordic ones are all there.
    expect(first).toContain("Blåbær & Øl Lódz Ähtäri");
    expect(first).toContain("2000009");
    expect(page.at(-1)?.join(" ")).toContain(`Page ${String(index + 1)} of ${String(pages.length)}`);
  }
  const texts = pages.flat().map((line) => line.join(" "));
  expect(texts.some((text) => text.includes("The first 1,000 of 1,100 entries are listed"))).toBe(true);
  expect(texts.filter((text) => text.startsWith("2026-11-18 capture"))).toHaveLength(1_000);

  // The same report at the same time is the same file.
  expect(Buffer.from(await bytesOf(await payoutReport(ctx, { ...input, format: "pdf" }))).equals(pdf)).toBe(
    true,
  );

  const entries = (
    await xlsxSheets(await bytesOf(await payoutReport(ctx, { ...input, format: "xlsx" })))
  ).find(({ name }) => name === "Entries");
  expect(entries?.rows).toHaveLength(1 + 1_100);
  expect(entries?.rows[1]?.[2]).toBe("=cmd|' /C calc'!A0");
  expect(sumOf((entries?.rows ?? []).slice(1).map((row) => minorOfNumber(row[5])))).toBe(sales);
  const csv = csvRows(await bytesOf(await payoutReport(ctx, { ...input, format: "csv" })));
  expect(csv.filter(({ row }) => row === "entry")).toHaveLength(1_100);
});

test("every language has every text, and large amounts keep their øre", async () => {
  const rich = await createTestLedger(ctx, { name: "Rik" });
  await writeEntries(
    ctx,
    { ledger: rich.ledger, topic: "funds" },
    apiEntries([
      { date: "2026-11-18", type: "capture", amount: 98_765_432_109, handle: "NO:57860" },
      { date: "2026-11-18", type: "payout-scheduled", amount: -98_765_432_108, psp: "9-2000010" },
    ]),
  );
  const of = { merchantId: rich.merchantId, ...NOVEMBER };
  for (const language of MAIL_LANGUAGES) {
    const pages = await pdfPages(await bytesOf(await periodReport(ctx, { ...of, language, format: "pdf" })));
    const amounts = pages.flat(2).filter((text) => text.replaceAll(/\D/g, "") === "98765432109");
    expect([language, amounts.map(minorOf)[0]]).toEqual([language, 98_765_432_109n]);
    expect([language, pages.flat(2).filter((text) => text.includes("?") || text.includes("{"))]).toEqual([
      language,
      [],
    ]);
  }
});

test("over the API, and by the command line's export", async () => {
  const { token } = await createToken(ctx, { name: "files", scopes: ["read", "export"] });
  const ask = (query: Record<string, string>) =>
    call(getPayoutReport, { token, params: { id: payout.id }, query });
  const pdf = await ask({});
  expect([pdf.status, pdf.headers.get("content-type")]).toEqual([200, "application/pdf"]);
  expect(pdf.headers.get("content-disposition")).toBe(
    `attachment; filename="settlement-${shops.shop.ledgerId}-2000001.pdf"`,
  );
  expect((await ask({ format: "csv" })).text.split("\n")[0]).toContain("payoutNumber");
  expect((await ask({ format: "docx" })).status).toBe(422);
  const month = await call(getMonthReport, {
    token,
    params: { id: shops.shop.merchantId },
    query: { month: "2026-13" },
  });
  expect([month.status, month.json()["errors"]]).toEqual([
    422,
    [{ field: "month", message: "must be a month, written as 2026-11" }],
  ]);
  const { token: reader } = await createToken(ctx, { name: "reader", scopes: ["read"] });
  expect((await call(getPayoutReport, { token: reader, params: { id: payout.id } })).status).toBe(403);
  const other = await world.newFirm("other");
  await expect(payoutReport(other, { id: payout.id, format: "pdf", language: "en" })).rejects.toMatchObject({
    code: "not_found",
  });
  for (const format of ["settlement-pdf", "settlement-xlsx", "settlement-csv"] as const) {
    const chunks: Uint8Array[] = [];
    for await (const chunk of exportMerchant(ctx, { merchantId: shops.shop.merchantId, ...NOVEMBER, format }))
      chunks.push(Buffer.from(chunk));
    expect(Buffer.concat(chunks).length).toBeGreaterThan(500);
  }
});
