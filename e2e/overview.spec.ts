import type { Page } from "@playwright/test";

import { expect, heard, loginOf, signIn, test } from "./signed-in";
import { askApi, minorOf, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

type Merchant = Readonly<{
  id: string;
  name: string;
  balances: readonly Readonly<{ currency: string; balance: number }>[];
}>;
type Truth = Readonly<{
  ledgers: readonly Readonly<{
    ledgerId: string;
    topics: Readonly<{ funds: Readonly<{ count: number; headBalance: number | null }> }>;
  }>[];
}>;

/** Entries come out at most a minute after their time (simulator); the rest is a slow machine's. */
const DELIVERY_MS = 120_000;

/**
 * What the simulator says the balance is where our copy ends. Its clock goes on: behind our copy there may be only
 * entries that were not out when the head was last seen.
 */
async function trueBalance(
  firm: Page,
  { ledgerId, funds }: LedgerJson,
  truth: Truth,
): Promise<number | null> {
  const found = truth.ledgers.find((of) => of.ledgerId === ledgerId)?.topics.funds;
  if (found === undefined || found.count === funds.entryCount) return found?.headBalance ?? null;
  const answer = await firm.request.get(
    `${simulatorUrl()}/_control/entries?ledgerId=${ledgerId}&topic=funds`,
  );
  const entries = (await answer.json()) as { time: string; balanceBefore: number }[];
  const next = entries[funds.entryCount];
  const isLater =
    next !== undefined && Date.parse(next.time) > Date.parse(funds.headSeenAt ?? "") - DELIVERY_MS;
  return isLater ? next.balanceBefore : null;
}

test("the overview shows balances equal to the simulator's truth", async ({ firm }) => {
  test.setTimeout(150_000);
  await expect(async () => {
    const { items } = await askApi<List<LedgerJson>>(firm, "/ledgers?limit=1000&status=active");
    const merchants = (await askApi<List<Merchant>>(firm, "/merchants?limit=1000")).items;
    const truth = (await (await firm.request.get(`${simulatorUrl()}/_control/truth`)).json()) as Truth;
    expect(merchants.length).toBeGreaterThan(5);
    expect(items.filter((ledger) => ledger.funds.headSeenAt === null)).toEqual([]);
    const expected = new Map<string, number>();
    for (const ledger of items) {
      expect(ledger.funds.headBalance, ledger.ledgerId).toBe(await trueBalance(firm, ledger, truth));
      const key = `${ledger.merchantId ?? ""} ${ledger.currency}`;
      expected.set(key, (expected.get(key) ?? 0) + (ledger.funds.headBalance ?? 0));
    }
    for (const { id, balances } of merchants) {
      for (const { currency, balance } of balances) expect(balance).toBe(expected.get(`${id} ${currency}`));
    }
  }).toPass({ timeout: 120_000 });

  await expect(async () => {
    await firm.reload();
    await heard(firm);
    await expect(firm.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    const rows = firm.getByRole("table", { name: "Merchants" }).locator("tbody tr");
    const { items } = await askApi<List<Merchant>>(firm, "/merchants?limit=1000");
    for (const { name, balances } of items.slice(0, 5)) {
      const row = rows.filter({ has: firm.getByRole("link", { name, exact: true }) });
      for (const { currency, balance } of balances) {
        const shown = row.getByText(currency, { exact: true }).locator("..");
        expect(minorOf(await shown.innerText())).toBe(BigInt(balance));
      }
    }
  }).toPass({ timeout: 30_000 }); // an entry may come between the page and the question
});

test("a stranger is sent to the door, and a foreign firm does not exist", async ({ page }) => {
  await page.goto("/nordfjord-regnskap");
  await expect(page).toHaveURL(/sign-in/);
  await signIn(page, loginOf("Øresund", "owner"));
  const answer = await page.goto("/nordfjord-regnskap");
  expect(answer?.status()).toBe(404);
  const api = await page.request.get("/api/v1/merchants", {
    headers: { "avstemt-tenant": "nordfjord-regnskap" },
  });
  expect(api.status()).toBe(404);
});

test("a wrong password is refused in words", async ({ page }) => {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill("nobody@nordfjord.example");
  await page.getByLabel("Password").fill("not-the-password");
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "wrong" })).toBeVisible();
});

test("which columns are shown, and how close the rows are, is remembered", async ({ firm }) => {
  const table = firm.getByRole("table", { name: "Merchants" });
  const fees = table.getByRole("columnheader", { name: "Fees" });
  await expect(fees).toBeVisible();
  const row = table.locator("tbody tr").first();
  const tall = (await row.boundingBox())?.height ?? 0;
  await firm.getByText("View", { exact: true }).click();
  await firm.getByRole("checkbox", { name: "Fees" }).uncheck();
  await firm.getByRole("checkbox", { name: "Compact rows" }).check();
  await expect(fees).toBeHidden();
  await firm.reload();
  await heard(firm);
  await expect(table.getByRole("columnheader", { name: "Balance" })).toBeVisible();
  await expect(fees).toBeHidden();
  expect((await row.boundingBox())?.height ?? tall).toBeLessThan(tall);
});
