import type { Page } from "@playwright/test";
import type { z } from "zod";

import type { Merchant } from "@/lib/contracts/shapes";
import { addDays } from "@/lib/core/ledger-date";
import { csvRows, minorOf, pdfPages, xlsxSheets } from "@/tests/factories/reports-read";
import { takeReport } from "./reports-taken";
import { expect, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { LedgerJson, List, PayoutJson } from "./stack";
import { dateOf, importStatement, payoutLine } from "./statements";

type MerchantJson = z.input<typeof Merchant>;
type Shop = Readonly<{ merchant: MerchantJson; ledger: LedgerJson; payouts: readonly PayoutJson[] }>;

/** Before the first payout of a statement, so that it covers all days on which the first may have come. */
const LEAD_DAYS = 10;

/** A merchant with one ledger and some payouts, none of them found in the bank; the first: the screen's journeys take the last. */
async function someShop(page: Page): Promise<Shop> {
  let found: Shop | undefined;
  await expect(async () => {
    const { items: merchants } = await askApi<List<MerchantJson>>(page, "/merchants?limit=1000");
    const { items: ledgers } = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1000");
    for (const ledger of ledgers) {
      const merchant = merchants.find(({ id }) => id === ledger.merchantId);
      const isOnly = ledgers.filter(({ merchantId }) => merchantId === ledger.merchantId).length === 1;
      if (merchant === undefined || !isOnly || ledger.funds.headSeenAt === null) continue;
      const { items } = await askApi<List<PayoutJson>>(page, `/payouts?ledgerId=${ledger.id}&limit=200`);
      const payouts = items.filter(({ amount, status }) => amount < 0 && status === "awaiting-bank-data");
      if (payouts.length < 2 || items.some(({ status }) => status === "received")) continue;
      found = { merchant, ledger, payouts: payouts.toReversed() };
      break;
    }
    expect(found).toBeDefined();
  }).toPass({ timeout: 240_000 });
  if (found === undefined) throw new Error("no merchant has payouts that wait");
  return found;
}

const take = async (page: Page, link: string): Promise<Uint8Array> => (await takeReport(page, link)).bytes;

test("a statement with every payout reconciles the merchant, and the month’s reports say so", async ({
  otherFirm: page,
}) => {
  test.setTimeout(360_000);
  const { merchant, ledger, payouts } = await someShop(page);
  const [first, last] = [payouts[0], payouts.at(-1)];
  if (first === undefined || last === undefined) throw new Error("no payouts");

  await test.step("before, it is not reconciled through its first payout", () => {
    expect(merchant.reconciledThrough === null || merchant.reconciledThrough < first.ledgerDate).toBe(true);
  });

  await importStatement(
    page,
    { number: ledger.payoutAccount, currency: ledger.currency },
    payouts.map((payout) => payoutLine(ledger, payout)),
    { from: addDays(dateOf(first), -LEAD_DAYS) },
  );

  await test.step("every payout is received, on the day that the bank booked it", async () => {
    const { items } = await askApi<List<PayoutJson>>(
      page,
      `/payouts?ledgerId=${ledger.id}&status=received&limit=200`,
    );
    expect(items.map(({ id, receivedDate }) => [id, receivedDate]).toReversed()).toEqual(
      payouts.map((payout) => [payout.id, dateOf(payout)]),
    );
  });

  await test.step("the overview says through which date", async () => {
    const { items } = await askApi<List<MerchantJson>>(page, "/merchants?limit=1000");
    const through = items.find(({ id }) => id === merchant.id)?.reconciledThrough ?? "";
    expect(through >= last.ledgerDate).toBe(true);
    await visit(page, `${firmPath(page)}?q=${encodeURIComponent(merchant.name)}`);
    const row = page.getByRole("row").filter({ hasText: merchant.name }).first();
    await expect(row.locator(`time[datetime="${through}"]`).first()).toBeVisible();
  });

  await test.step("the reports of the last payout’s month are taken and opened", async () => {
    const [year, month] = last.ledgerDate.split("-");
    await visit(
      page,
      `${firmPath(page)}/merchants/${merchant.id}?from=${year ?? ""}-${month ?? ""}-01&to=${last.ledgerDate}`,
    );
    const numbers = payouts
      .filter(({ ledgerDate }) => ledgerDate.startsWith(`${year ?? ""}-${month ?? ""}`))
      .map(({ payoutNumber }) => payoutNumber ?? "");
    const words = (await pdfPages(await take(page, "PDF for the binder"))).flat(2).join(" ");
    for (const number of numbers) expect(words).toContain(number);
    const cells = (await xlsxSheets(await take(page, "Workbook (XLSX)"))).flatMap(({ rows }) => rows.flat());
    for (const number of numbers) expect(cells.map(String)).toContain(number);
    const vouchers = csvRows(await take(page, "Vouchers of the period (CSV)"));
    expect(vouchers.length).toBeGreaterThan(0);
    expect(vouchers.reduce((sum, { amount }) => sum + minorOf(amount ?? ""), 0n)).toBe(0n);
  });
});
