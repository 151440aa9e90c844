import { totpCode } from "@/lib/platform/totp";

import { grantToInstallation } from "./installation-grant";
import { keysAlone } from "./keys-alone";
import { linkInLetterTo } from "./letters";
import { accountSection, openAccount } from "./second-factor";
import { expect, heard, loginOf, test, visit } from "./signed-in";
import { askApi, firmPath, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

const PLACES = [
  ["p", "/payouts", "Payouts"],
  ["i", "/issues", "Issues"],
  ["m", "/merchants", "Merchants"],
  ["d", "/documents", "Documents"],
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

test("a firm is set up, works and lets a merchant go by keyboard alone", async ({ page, browser }) => {
  test.setTimeout(300_000);
  const firm = { name: "Tastatur Regnskap", slug: "tastatur-regnskap", owner: "tuva@tastatur.example" };
  const base = `/${firm.slug}`;
  const ledgerId = "940505";
  const password = "fire epler i kurven";

  await test.step("an operator signs in, makes the firm, and assigns it a ledger", async () => {
    const { email, password: operators } = loginOf("The installation", "operator");
    const keys = keysAlone(page);
    await page.goto("/sign-in");
    await keys.write(page.getByLabel("E-mail"), email);
    await keys.write(page.getByLabel("Password"), operators);
    await keys.enter();
    await expect(page.getByRole("heading", { level: 1, name: "Inbox" })).toBeVisible();
    await visit(page, "/operator/firms");
    await keys.write(page.getByLabel("Name", { exact: true }), firm.name);
    await keys.write(page.getByLabel("First owner, by e-mail"), firm.owner);
    await keys.enter();
    await expect(page.getByRole("status").filter({ hasText: `${firm.name} is in place` })).toBeVisible();
    await keys.press(
      page.getByRole("button", { name: `Send the first owner of ${firm.name} the link again` }),
    );
    await expect(page.getByText("A new link is on its way.")).toBeVisible();

    await grantToInstallation(ledgerId);
    await visit(page, `/operator?state=waiting&search=${ledgerId}`);
    await keys.press(page.getByRole("button", { name: `Assign ledger ${ledgerId}` }));
    const dialog = page.getByRole("dialog", { name: `Assign ledger ${ledgerId}` });
    await keys.write(dialog.getByLabel("Find a firm"), "tastatur");
    await expect(dialog.getByRole("radio")).toHaveCount(1);
    await keys.tick(dialog.getByRole("radio"));
    await keys.press(dialog.getByRole("button", { name: `Assign to ${firm.name}` }));
    await expect(
      page.getByRole("status").filter({ hasText: `Ledger ${ledgerId} now belongs to ${firm.name}` }),
    ).toBeVisible();
  });

  const owner = await (await browser.newContext({ locale: "en-GB" })).newPage();
  const keys = keysAlone(owner);
  await test.step("the first owner accepts", async () => {
    await owner.goto(await linkInLetterTo(firm.owner));
    await keys.write(owner.getByLabel("Name"), "Tuva Tast");
    await keys.write(owner.getByLabel("Password"), password);
    await keys.enter();
    await owner.waitForURL((url) => url.pathname === base);
    await heard(owner);
  });

  await test.step("stores keys, and takes the ledger in", async () => {
    const clientId = "firm-tastatur";
    await owner.request.post(`${simulatorUrl()}/_control/credentials`, {
      data: { clientId, clientSecret: "right" },
    });
    await visit(owner, `${base}/settings/keys`);
    await keys.write(owner.getByLabel("Client id"), clientId);
    await keys.write(owner.getByLabel("Client secret"), "right");
    await keys.enter();
    await expect(owner.getByRole("status").filter({ hasText: `The keys ${clientId} work` })).toBeVisible();
    await visit(owner, `${base}/onboarding?search=${ledgerId}`);
    await keys.press(owner.locator(`[data-ledger="${ledgerId}"]`).getByRole("button", { name: /^Take in/ }));
    await expect(
      owner.getByRole("region", { name: /First sync|Live/ }).locator(`[data-ledger="${ledgerId}"]`),
    ).toBeVisible();
  });

  await test.step("invites an accountant, and waits for a grant", async () => {
    await visit(owner, `${base}/settings/members`);
    await keys.write(owner.getByLabel("E-mail"), "theo@tastatur.example");
    await keys.choose(owner.getByLabel("Role"), "Viewer");
    await keys.press(owner.getByRole("button", { name: "Send the invitation", exact: true }));
    await expect(owner.getByText("An invitation is on its way to theo@tastatur.example.")).toBeVisible();
    await visit(owner, `${base}/onboarding/expect`);
    const form = owner.getByRole("form", { name: "One merchant" });
    await keys.write(form.getByLabel("Organisation number"), "974760673");
    await keys.write(form.getByLabel("Merchant’s name"), "Bryggen Keramikk AS");
    await keys.enter();
    await expect(form.getByRole("status")).toHaveText("The grant is waited for now.");
  });

  await test.step("makes a token, and revokes it", async () => {
    await visit(owner, `${base}/settings/tokens`);
    await keys.write(owner.getByLabel("Name"), "Tastatur");
    await keys.enter();
    await expect(owner.getByRole("heading", { name: "The token Tastatur is made" })).toBeFocused();
    const row = owner.getByRole("table", { name: "Tokens" }).getByRole("row").filter({ hasText: "Tastatur" });
    await keys.press(row.getByRole("button", { name: "Revoke Tastatur" }));
    await expect(row.getByText("Programs that use it are refused at once.")).toBeVisible();
    await keys.enter();
    await expect(row.getByText("Revoked")).toBeVisible();
  });

  await test.step("keeps payers' data, and stops", async () => {
    await visit(owner, `${base}/settings/persons`);
    await keys.press(owner.getByRole("button", { name: `Turn on for ledger ${ledgerId}` }));
    await keys.choose(owner.getByLabel("What for"), "Membership fees and sign-ups");
    await keys.write(owner.getByLabel("In your own words"), "Membership fees");
    await keys.write(owner.getByLabel("Days kept after the ledger date"), "90");
    await keys.enter();
    await keys.press(owner.getByRole("button", { name: `Change for ledger ${ledgerId}` }));
    await keys.press(owner.getByRole("button", { name: "Turn off" }));
    await keys.press(owner.getByRole("button", { name: "Delete and turn off" }));
    await expect(owner.getByRole("button", { name: `Turn on for ledger ${ledgerId}` })).toBeVisible();
  });

  await test.step("hands the merchant over, and takes it back", async () => {
    const { items } = await askApi<List<LedgerJson>>(owner, "/ledgers?status=active&limit=1");
    const name = items[0]?.merchantName ?? "";
    await visit(owner, `${base}/settings/leaving?merchant=${items[0]?.merchantId ?? ""}`);
    await keys.write(owner.getByLabel("Firm that takes over"), "Bryggen Revision");
    await keys.press(owner.getByRole("button", { name: "Hand over" }));
    await expect(owner.getByText(`${name} is handed over.`)).toBeVisible();
    await keys.press(owner.getByRole("button", { name: `Take back ${name}` }));
    await expect(owner.getByRole("table", { name: "Handed over" })).toHaveCount(0);
  });

  await test.step("turns the second factor on, and off with a recovery code", async () => {
    await openAccount(owner);
    const factor = accountSection(owner, "Second factor");
    await keys.press(factor.getByRole("button", { name: "Turn on" }));
    await keys.write(factor.getByLabel("Password"), password);
    await keys.enter();
    const key = (await factor.locator("code").first().textContent()) ?? "";
    await keys.write(factor.getByLabel("Code from the app"), totpCode(key, Date.now()));
    await keys.enter();
    await expect(factor.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
    const [recovery = ""] = await factor.getByRole("listitem").allTextContents();
    await keys.press(factor.getByRole("button", { name: "I have kept them" }));
    await keys.press(factor.getByRole("button", { name: "Turn off" }));
    await keys.write(factor.getByLabel("Password"), password);
    await keys.write(factor.getByLabel("Code from the app, or a recovery code"), recovery);
    await keys.enter();
    await expect(factor.getByRole("button", { name: "Turn on" })).toBeVisible();
  });
  await owner.context().close();
});
