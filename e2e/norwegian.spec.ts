import { expect, test, visit } from "./signed-in";
import { firmPath } from "./stack";

const PLACES = [
  ["", "Oversikt", "Oversikt"],
  ["/payouts", "Utbetalinger", "Utbetalinger"],
  ["/issues", "Saker", "Saker"],
  ["/merchants", "Kunder", "Kunder"],
  ["/onboarding", "Nye tilganger", "Nye tilganger"],
  ["/search", "Søk", "Finn en betaling"],
] as const;

test("the whole of it speaks Norwegian once it is chosen", async ({ firm }) => {
  const base = firmPath(firm);
  const language = firm.getByRole("combobox", { name: "Language" });
  await language.selectOption("nb");
  await expect(firm.getByRole("heading", { level: 1, name: "Oversikt" })).toBeVisible();
  await expect(firm.locator("html")).toHaveAttribute("lang", "nb");
  for (const [path, place, title] of PLACES) {
    await visit(firm, `${base}${path}`);
    await expect(firm.getByRole("heading", { level: 1, name: title })).toBeVisible();
    await expect(firm.locator("html")).toHaveAttribute("lang", "nb");
    const current = firm.getByRole("navigation", { name: "Hovedmeny" }).locator("[aria-current=page]");
    await expect(current).toContainText(place);
  }
  for (const path of ["", "/payouts"]) {
    await visit(firm, `${base}${path}`);
    const amounts = firm.locator("main .num:visible").filter({ hasText: /\d/ });
    await expect(amounts.first()).toBeVisible();
    const shown = await amounts.allInnerTexts();
    expect(shown.filter((text) => /\d[.]\d\d\b/.test(text))).toEqual([]);
    expect(shown.some((text) => /\d,\d\d$/.test(text))).toBe(true);
  }
  await visit(firm, `${base}/merchants`);
  const merchant = await firm.locator("[data-row-link]").first().getAttribute("href");
  await visit(firm, `${base}/payouts`);
  const payout = await firm.locator("[data-row-link]").first().getAttribute("href");
  await visit(firm, payout ?? "");
  await expect(firm.getByRole("heading", { level: 1, name: /^Utbetaling/ })).toBeVisible();
  await visit(firm, `${merchant ?? ""}?period=last-12-months`);
  await expect(firm.getByRole("img", { name: /^Saldo i / }).first()).toBeVisible();
  await firm.locator('a[href*="/ledgers/"]').first().click();
  await expect(firm.getByRole("heading", { level: 1, name: /^Reskontro/ })).toBeVisible();
  await firm.getByRole("combobox", { name: "Språk" }).selectOption("en");
  await expect(firm.locator("html")).toHaveAttribute("lang", "en");
});
