import { deskFindings } from "./grave-findings";
import { expect, test, visit } from "./signed-in";
import { firmPath } from "./stack";

const PLACES = [
  "",
  "/merchants",
  "/payouts",
  "/issues",
  "/onboarding",
  "/search",
  "/documents",
  "/documents/accounts",
];

test("no page has a serious or critical finding in light or dark, and none scrolls sideways on a phone", async ({
  firm,
}) => {
  test.setTimeout(240_000); // ten pages in two colours, on a machine that does other things too
  const base = firmPath(firm);
  const paths = PLACES.map((place) => `${base}${place}`);
  await visit(firm, `${base}/merchants`);
  const merchant = await firm.locator("[data-row-link]").first().getAttribute("href");
  await visit(firm, `${base}/payouts`);
  const payout = await firm.locator("[data-row-link]").first().getAttribute("href");
  if (merchant !== null) paths.push(merchant);
  if (payout !== null) paths.push(payout);
  await visit(firm, merchant ?? base);
  const ledger = await firm.locator('a[href*="/ledgers/"]').first().getAttribute("href");
  if (ledger !== null) paths.push(ledger, `${ledger}?view=days`);
  for (const path of paths) {
    await visit(firm, path);
    await expect(firm.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await deskFindings(firm), path).toEqual([]);
  }
});
