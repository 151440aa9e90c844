import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";

import { takeReport } from "./reports-taken";
import { expect, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { List, PayoutJson } from "./stack";

async function somePayout(page: Page): Promise<PayoutJson> {
  let found: PayoutJson | undefined;
  await expect(async () => {
    const { items } = await askApi<List<PayoutJson>>(page, "/payouts?limit=50");
    found = items.find(({ merchantId }) => merchantId !== null);
    expect(found).toBeDefined();
  }).toPass({ timeout: 120_000 });
  if (found === undefined) throw new Error("the firm has no payout");
  return found;
}

/** A report's name and its beginning. */
async function take(page: Page, link: string): Promise<Readonly<{ name: string; start: string }>> {
  const { name, bytes } = await takeReport(page, link);
  return { name, start: Buffer.from(bytes.subarray(0, 400)).toString("latin1") };
}

test("reports of a payout and of a month are downloaded by keyboard, each in its format", async ({
  firm,
}) => {
  test.setTimeout(240_000);
  const payout = await somePayout(firm);
  await visit(firm, `${firmPath(firm)}/payouts/${payout.id}`);
  expect(await take(firm, "PDF for the binder")).toMatchObject({
    name: expect.stringMatching(/^settlement-.*\.pdf$/) as unknown,
    start: expect.stringMatching(/^%PDF-1/) as unknown,
  });
  expect((await take(firm, "Workbook (XLSX)")).start).toMatch(/^PK/);
  expect((await take(firm, "CSV")).start).toMatch(/^ledgerId,merchantName,payoutNumber/);
  await visit(firm, `${firmPath(firm)}/merchants/${payout.merchantId ?? ""}`);
  expect((await take(firm, "PDF for the binder")).start).toMatch(/^%PDF-1/);
  expect((await take(firm, "Vouchers of the period (CSV)")).start).toMatch(
    /^date,voucher,account,accountName,text/,
  );
});

test("accounts are chosen, refused at the field, and set back", async ({ otherFirm: page }) => {
  test.setTimeout(120_000);
  await visit(page, `${firmPath(page)}/settings/accounts?country=FI`);
  const bank = page.getByRole("group", { name: "Bank", exact: true });
  await expect(bank.getByLabel("Account")).toHaveValue("1910");
  await bank.getByLabel("Account").fill("19 10");
  await page.getByRole("button", { name: "Save accounts" }).click();
  await expect(bank.getByText("1 to 20 letters and digits")).toBeVisible();
  await bank.getByLabel("Account").fill("1911");
  await page.getByRole("button", { name: "Save accounts" }).click();
  await expect(page.getByText("The accounts are saved.")).toBeVisible();
  await page.reload();
  await expect(bank.getByLabel("Account")).toHaveValue("1911");
  await expect(bank.getByText("From: The firm")).toBeVisible();
  await visit(page, `${firmPath(page)}/settings/accounts?country=FI`);
  await bank.getByRole("button", { name: "Reset Bank to 1910" }).click();
  await page.getByRole("button", { name: "Save accounts" }).click();
  await expect(bank.getByText("From: Default")).toBeVisible();
});

test("a balance of the clearing account is entered, and stands beside ours", async ({ otherFirm: page }) => {
  test.setTimeout(240_000);
  const payout = await somePayout(page);
  await visit(page, `${firmPath(page)}/merchants/${payout.merchantId ?? ""}`);
  const section = page
    .locator("section")
    .filter({ has: page.getByRole("heading", { name: "Clearing account" }) });
  await section.getByLabel("Ledger date").fill(payout.ledgerDate);
  await section.getByLabel("Balance in your books").fill("one");
  await section.getByRole("button", { name: "Enter balance" }).click();
  await expect(section.getByText("This is not an amount")).toBeVisible();
  await section.getByLabel("Balance in your books").fill("1234,50");
  await section.getByRole("button", { name: "Enter balance" }).click();
  await expect(
    section.getByRole("table", { name: "Entered balances" }).getByText("1,234.50").first(),
  ).toBeVisible();
  await expect(page.getByRole("table", { name: "Effective fee rate by sales unit and month" })).toBeVisible();
});

test("the accounts page has no serious finding, and does not scroll sideways on a phone", async ({
  firm,
}) => {
  test.setTimeout(120_000);
  await visit(firm, `${firmPath(firm)}/settings/accounts`);
  const { violations } = await new AxeBuilder({ page: firm })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
    .analyze();
  const grave = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
  expect(
    grave.map(({ id, nodes }) => `${id} ${nodes.map((node) => node.target.join(" ")).join(", ")}`),
  ).toEqual([]);
  await firm.setViewportSize({ width: 390, height: 844 });
  const wide = await firm.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide).toBeLessThanOrEqual(0);
});
