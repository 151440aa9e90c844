import { AxeBuilder } from "@axe-core/playwright";

import { expect, test, visit } from "./signed-in";
import { firmPath } from "./stack";

const PLACES = ["", "/merchants", "/payouts", "/issues", "/onboarding", "/search"];

for (const colorScheme of ["light", "dark"] as const) {
  test.describe(`in ${colorScheme} colours`, () => {
    test.use({ colorScheme });
    test("no page has a serious or critical finding, and none scrolls sideways on a phone", async ({
      firm,
    }) => {
      test.setTimeout(240_000); // ten pages in two sizes, on a machine that does other things too
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
        await firm.setViewportSize({ width: 1440, height: 900 });
        await visit(firm, path);
        await expect(firm.getByRole("heading", { level: 1 })).toBeVisible();
        const { violations } = await new AxeBuilder({ page: firm })
          .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"])
          .analyze();
        const grave = violations.filter((of) => of.impact === "serious" || of.impact === "critical");
        expect(
          grave.map((of) => `${path}: ${of.id} ${of.nodes.map((node) => node.target.join(" ")).join(", ")}`),
        ).toEqual([]);
        if (colorScheme === "dark") continue; // colours do not change how wide a page is
        await firm.setViewportSize({ width: 390, height: 844 });
        expect(
          await firm.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
          `${path} scrolls sideways`,
        ).toBeLessThanOrEqual(0);
      }
    });
  });
}
