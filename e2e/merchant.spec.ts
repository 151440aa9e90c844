import type { Locator } from "@playwright/test";
import type { z } from "zod";

import type { PayoutAnswer } from "@/lib/contracts/shapes";

import { expect, test, visit } from "./signed-in";
import { askApi, minorOf } from "./stack";
import type { List, PayoutJson } from "./stack";

type PayoutAnswerJson = z.input<typeof PayoutAnswer>;
type Cover = NonNullable<PayoutAnswerJson["explained"]["cover"]>;

/** Lines of the waterfall that count entries, by the words that their links end with. */
const COUNTED = [
  ["captureCount", /captures?$/],
  ["refundCount", /refunds?$/],
  ["feeCount", /fees?$/],
] as const satisfies readonly (readonly [keyof Cover, RegExp])[];

async function amountsOf(cells: Locator): Promise<bigint[]> {
  return (await cells.allTextContents()).map(minorOf);
}

test("from the overview by a merchant and a payout to the entries behind its numbers", async ({ firm }) => {
  test.setTimeout(120_000);
  // A payout with refunds, which its merchant's page shows among the latest.
  let payout: PayoutAnswerJson | undefined;
  await expect(async () => {
    const { items } = await askApi<List<PayoutJson>>(firm, "/payouts?limit=200");
    for (const { id, merchantId } of items) {
      const answer = await askApi<PayoutAnswerJson>(firm, `/payouts/${id}`);
      if (merchantId === null || (answer.explained.cover?.refundCount ?? 0) === 0) continue;
      const latest = await askApi<List<PayoutJson>>(firm, `/payouts?merchantId=${merchantId}&limit=10`);
      if (latest.items.every((of) => of.id !== id)) continue;
      payout = answer;
      break;
    }
    expect(payout).toBeDefined();
  }).toPass({ timeout: 60_000 });
  const { merchantName = "", id = "", currency = "", explained } = payout ?? {};
  const cover = explained?.cover;

  await visit(firm, "/");
  await firm
    .getByRole("row")
    .getByRole("link", { name: merchantName ?? "", exact: true })
    .click();
  await expect(firm.getByRole("heading", { level: 1, name: merchantName ?? "" })).toBeVisible();

  await test.step("chart and table are two views of one thing", async () => {
    await visit(firm, `${firm.url()}?period=last-12-months`);
    await expect(firm.getByRole("img", { name: `Balance in ${currency}` }).first()).toBeVisible();
    await firm.getByRole("navigation", { name: "View" }).first().getByRole("link", { name: "Table" }).click();
    const table = firm.getByRole("table", { name: `Sums by ledger date, ${currency}` });
    await expect(table).toBeVisible();
    await expect(firm).toHaveURL(/view=table/);
    const sums = await table.locator("tfoot tr").last().textContent();
    await firm
      .getByRole("navigation", { name: "Shops" })
      .first()
      .getByRole("link", { name: "By shop" })
      .click();
    await expect(table.getByRole("columnheader", { name: "Shop" })).toBeVisible();
    await expect(firm).toHaveURL(/split=units/);
    // The shops together are the whole.
    await expect(table.locator("tfoot tr").last()).toHaveText(sums ?? "");
    await firm.getByRole("navigation", { name: "View" }).first().getByRole("link", { name: "Chart" }).click();
    await expect(firm.getByRole("img", { name: `Balance in ${currency}` }).first()).toBeVisible();
  });

  await firm.locator(`a[href$="/payouts/${id}"][data-row-link]`).click();
  const waterfall = firm.getByRole("table", { name: "What it is made of" });
  await test.step("its lines are the amount paid out", async () => {
    await expect(waterfall).toBeVisible();
    const lines = await amountsOf(waterfall.locator("tbody tr td:last-child"));
    const [paid] = await amountsOf(waterfall.locator("tfoot tr td:last-child"));
    expect(lines.reduce((sum, line) => sum + line, 0n)).toBe(paid);
    expect(paid).toBe(-BigInt(payout?.amount ?? 0));
    await expect(firm.getByText("Adds up exactly")).toBeVisible();
  });

  const address = firm.url();
  for (const [name, words] of COUNTED) {
    const count = cover?.[name] ?? 0;
    if (count === 0) continue;
    await test.step(`${name}: a line opens exactly its entries`, async () => {
      await visit(firm, address);
      const row = waterfall.getByRole("row").filter({ has: firm.getByRole("link", { name: words }) });
      const link = row.getByRole("link", { name: words });
      expect(await link.textContent()).toMatch(new RegExp(`^${count.toLocaleString("en-GB")} `));
      const [total] = await amountsOf(row.locator("td:last-child"));
      await link.click();
      await expect(firm.getByText(/Carried by a payout:/)).toBeVisible();
      const entries: bigint[] = [];
      const table = firm.getByRole("table", { name: "Entries, Funds" });
      for (;;) {
        await expect(table).toBeVisible();
        entries.push(...(await amountsOf(table.locator("tbody tr td:nth-last-child(2)"))));
        const next = firm.getByRole("link", { name: "Next page" });
        if (!(await next.isVisible())) break;
        const onward = (await next.getAttribute("href")) ?? "";
        await visit(firm, onward);
      }
      expect(entries).toHaveLength(count);
      expect(entries.reduce((sum, entry) => sum + entry, 0n)).toBe(total);
    });
  }
});
