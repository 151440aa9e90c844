import { expect, loginOf, test, visit } from "./signed-in";
import { firmPath } from "./stack";

const PLACES = [
  ["p", "/payouts", "Payouts"],
  ["i", "/issues", "Issues"],
  ["m", "/merchants", "Merchants"],
  ["n", "/onboarding", "Onboarding"],
  ["o", "", "Overview"],
  ["s", "/search", "Find a payment"],
] as const;

test("g and a letter go to the places, and / to the search", async ({ firm }) => {
  const base = firmPath(firm);
  for (const [key, path, title] of PLACES) {
    await firm.keyboard.press("g");
    await firm.keyboard.press(key);
    await expect(firm.getByRole("heading", { level: 1, name: title })).toBeVisible();
    expect(new URL(firm.url()).pathname).toBe(`${base}${path}`);
  }
  await visit(firm, `${base}/payouts`);
  await firm.keyboard.press("/");
  await expect(firm).toHaveURL(`${base}/search`);
  await visit(firm, `${base}/payouts`);
  await firm.keyboard.press("ControlOrMeta+k");
  await expect(firm).toHaveURL(`${base}/search`);
});

test("no key is a command while a field has the focus", async ({ firm }) => {
  await firm.keyboard.press("/");
  const field = firm.getByLabel("Reference, PSP reference");
  await expect(field).toBeFocused();
  await firm.keyboard.type("gp/?j");
  await expect(field).toHaveValue("gp/?j");
  await expect(firm).toHaveURL(/\/search$/);
  await expect(firm.getByRole("dialog")).toBeHidden();
});

test("? opens and closes the help, and nothing moves behind it", async ({ firm }) => {
  const help = firm.getByRole("dialog", { name: "Keyboard" });
  await expect(firm.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await firm.keyboard.press("?");
  await expect(help).toBeVisible();
  await firm.keyboard.press("g");
  await firm.keyboard.press("p");
  await expect(firm.getByRole("heading", { level: 1, includeHidden: true })).toHaveText("Overview");
  await firm.keyboard.press("?");
  await expect(help).toBeHidden();
  await firm.keyboard.press("?");
  await firm.keyboard.press("Escape");
  await expect(help).toBeHidden();
  await firm.keyboard.press("?");
  await help.getByRole("button", { name: "Close" }).click();
  await expect(help).toBeHidden();
});

test("j and k walk the rows, and Enter opens one", async ({ firm }) => {
  const rows = firm.getByRole("table", { name: "Merchants" }).locator("[data-row-link]");
  await expect(rows.nth(2)).toBeVisible();
  await firm.keyboard.press("j");
  await expect(rows.nth(0)).toBeFocused();
  await firm.keyboard.press("j");
  await firm.keyboard.press("j");
  await expect(rows.nth(2)).toBeFocused();
  await firm.keyboard.press("k");
  await expect(rows.nth(1)).toBeFocused();
  const name = (await rows.nth(1).textContent()) ?? "";
  await firm.keyboard.press("Enter");
  await expect(firm.getByRole("heading", { level: 1, name })).toBeVisible();
});

test("a person signs in without a mouse", async ({ page }) => {
  const { email, password } = loginOf("Nordfjord", "accountant");
  await page.goto("/sign-in");
  await expect(page.getByRole("button", { name: "Sign in" })).toBeEnabled();
  await page.keyboard.press("Tab");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.keyboard.type(email);
  await page.keyboard.press("Tab");
  await page.keyboard.type(password);
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: "Skip to content" })).toBeFocused();
});
