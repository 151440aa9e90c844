import type { Browser, Page } from "@playwright/test";

import { totpCode } from "@/lib/platform/totp";

import { deskFindings } from "./grave-findings";
import { letterTo, newLogin } from "./own-login";
import type { OwnLogin } from "./own-login";
import { accountSection, enrol, openAccount } from "./second-factor";
import { expect, signIn, test as base } from "./signed-in";

/** `own`: a person of the test's own, so that closing sessions and changing passwords disturb nobody. */
const test = base.extend<{ own: OwnLogin }>({
  // oxlint-disable-next-line no-empty-pattern -- Playwright reads which fixtures are wanted from the pattern
  own: async ({}, use) => {
    await use(await newLogin());
  },
});

const STEP_MS = 30_000;

/** The first step: e-mail and password. */
async function showPassword(page: Page, own: OwnLogin): Promise<void> {
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(own.email);
  await page.getByLabel("Password").fill(own.password);
  await page.getByRole("button", { name: "Sign in", exact: true }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Second factor" })).toBeVisible();
}

async function showCode(page: Page, code: string): Promise<void> {
  await page.getByLabel("Code").fill(code);
  await page.getByRole("button", { name: "Continue" }).click();
}

async function otherBrowser(browser: Browser): Promise<Page> {
  return (await browser.newContext({ locale: "en-GB" })).newPage();
}

test("a second factor is turned on, asked for, refused and passed; signing out everywhere ends every browser at once", async ({
  page,
  browser,
  own,
}) => {
  test.setTimeout(300_000);
  await signIn(page, own);
  const { key, codes } = await enrol(page, own);
  expect(codes).toHaveLength(10);
  expect((await letterTo(own.email, "second factor is on")).link).toMatch(/\/account$/);

  const other = await otherBrowser(browser);
  await test.step("the password alone opens nothing", async () => {
    await showPassword(other, own);
    await other.goto("/account");
    await expect(other).toHaveURL(/\/sign-in$/);
    expect(
      (
        await other.request.get("/api/v1/overview", { headers: { "avstemt-tenant": "nordfjord-regnskap" } })
      ).status(),
    ).toBe(401);
  });
  await test.step("a wrong code is refused, the right one passes", async () => {
    await showPassword(other, own);
    await showCode(other, "000000");
    await expect(other.getByText("The code is wrong, or was used before.").first()).toBeVisible();
    await showCode(other, totpCode(key, Date.now() + STEP_MS));
    await expect(other.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  });
  const third = await otherBrowser(browser);
  await test.step("a recovery code opens as well, and once", async () => {
    await showPassword(third, own);
    await showCode(third, codes[0] ?? "");
    await expect(third.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  });

  await openAccount(page);
  const places = accountSection(page, "Where you are signed in");
  await expect(places.getByText("This browser")).toHaveCount(1);
  await expect(places.locator("tbody tr")).toHaveCount(3);
  await expect(accountSection(page, "Second factor").getByText("9 recovery codes are left")).toBeVisible();
  await expect(
    accountSection(page, "Recent activity").getByText("Signed in with a recovery code"),
  ).toBeVisible();
  await test.step("one place is closed", async () => {
    await places
      .getByRole("button", { name: /^Sign out of/ })
      .first()
      .click();
    await expect(places.locator("tbody tr")).toHaveCount(2);
  });
  await places.getByRole("button", { name: "Sign out everywhere" }).click();
  await expect(page).toHaveURL(/\/sign-in$/);
  for (const elsewhere of [other, third]) {
    const answer = await elsewhere.request.get("/api/v1/overview", {
      headers: { "avstemt-tenant": "nordfjord-regnskap" },
    });
    expect(answer.status()).toBe(401);
    await elsewhere.goto("/nordfjord-regnskap");
    await expect(elsewhere).toHaveURL(/\/sign-in$/);
    await elsewhere.context().close();
  }
});

test("a forgotten password is chosen anew by the link that came by mail", async ({ page, browser, own }) => {
  test.setTimeout(300_000);
  await signIn(page, own);
  const other = await otherBrowser(browser);
  await other.goto("/sign-in");
  await other.getByRole("link", { name: "Forgot your password?" }).click();
  await expect(other.getByRole("heading", { level: 1, name: "Forgot your password" })).toBeVisible();
  await other.getByLabel("E-mail").fill(own.email);
  await other.getByRole("button", { name: "Send the link" }).click();
  await expect(other.getByText("If somebody here has that e-mail")).toBeVisible();
  const { link } = await letterTo(own.email, "A new password");
  // Programs that look into mail open links, too; nothing is used up.
  for (let at = 0; at < 3; at += 1) expect((await other.request.get(link)).status()).toBe(200);
  await other.goto(link);
  await other.getByLabel("New password").fill("password1234");
  await other.getByRole("button", { name: "Save the password" }).click();
  await expect(other.getByText("This is one of the passwords that are tried first.")).toBeVisible();
  await other.getByLabel("New password").fill("seks egg i en kurv");
  await other.getByRole("button", { name: "Save the password" }).click();
  await expect(other.getByText("The new password is saved.")).toBeVisible();
  await letterTo(own.email, "Your password was changed");
  // The session that was open is closed, and the link is used up.
  await page.goto("/account");
  await expect(page).toHaveURL(/\/sign-in$/);
  await other.goto(link);
  await expect(other.getByText("The link was used, or has expired.")).toBeVisible();
  await signIn(other, { ...own, password: "seks egg i en kurv" });
  await other.context().close();
});

test("password, e-mail and language are changed on the account's page", async ({ page, own }) => {
  test.setTimeout(300_000);
  await signIn(page, own);
  await page
    .getByRole("link", { name: /^Your account/ })
    .first()
    .click();
  await expect(page.getByRole("heading", { level: 1, name: "Your account" })).toBeVisible();
  const password = accountSection(page, "Password");
  await password.getByLabel("Current password").fill("wrong");
  await password.getByLabel("New password").fill("seks egg i en kurv");
  await password.getByRole("button", { name: "Change password" }).click();
  await expect(password.getByText("The password is wrong.")).toBeVisible();
  await password.getByLabel("Current password").fill(own.password);
  await password.getByLabel("New password").fill("seks egg i en kurv");
  await password.getByRole("button", { name: "Change password" }).click();
  await expect(password.getByText("The password is changed.")).toBeVisible();

  const email = accountSection(page, "E-mail");
  const address = `new-${own.email}`;
  await email.getByLabel("New e-mail").fill(address);
  await email.getByLabel("Password").fill("seks egg i en kurv");
  await email.getByRole("button", { name: "Change e-mail" }).click();
  await expect(email.getByText("a letter with a link is on its way")).toBeVisible();
  await letterTo(own.email, "Another e-mail was asked for");
  const { link } = await letterTo(address, "Confirm your new e-mail");
  await page.goto(link);
  await expect(page.getByText(`From now on you sign in with ${address}.`)).toBeVisible();
  await page.getByRole("button", { name: "Confirm" }).click();
  await expect(page.getByText("You sign in with the new address from now on.")).toBeVisible();
  await letterTo(own.email, "Your e-mail was changed");
  await openAccount(page);
  await expect(accountSection(page, "E-mail").getByText(`You sign in with ${address}.`)).toBeVisible();

  await accountSection(page, "Language").getByLabel("Language of mail and pages").selectOption("nb");
  await accountSection(page, "Language").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Din konto" })).toBeVisible();
});

test("a new browser speaks the language of the account once somebody signs in, until another is chosen there", async ({
  page,
  browser,
  own,
}) => {
  await signIn(page, own);
  await openAccount(page);
  await accountSection(page, "Language").getByLabel("Language of mail and pages").selectOption("nb");
  await accountSection(page, "Language").getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "Din konto" })).toBeVisible();
  const other = await otherBrowser(browser);
  await signIn(other, own);
  await expect(other.getByRole("heading", { level: 1, name: "Oversikt" })).toBeVisible();
  await other.getByRole("combobox", { name: "Språk" }).selectOption("en");
  await expect(other.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await other.goto("about:blank"); // a page that is open would go to the door by itself
  await other.context().clearCookies({ name: /session-token/ });
  await signIn(other, own);
  await expect(other.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
  await other.context().close();
});

test("cookies are out of reach for scripts, and other sites cannot post", async ({ page, own, baseURL }) => {
  await signIn(page, own);
  const session = (await page.context().cookies()).find(({ name }) => name.endsWith("session-token"));
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax", path: "/", secure: false });
  const json = { "content-type": "application/json" };
  const refused: Record<string, string>[] = [
    json,
    { "avstemt-account": "1", "content-type": "text/plain" },
    { ...json, "avstemt-account": "1", origin: "https://evil.example" },
    { ...json, "avstemt-account": "1", "sec-fetch-site": "cross-site" },
  ];
  for (const headers of refused) {
    const answer = await page.request.post("/api/account/sessions/close-all", { headers, data: "{}" });
    expect([answer.status(), answer.headers()["content-type"]]).toEqual([403, "application/problem+json"]);
  }
  const ownHeaders = { ...json, "avstemt-account": "1", origin: baseURL ?? "" };
  expect(
    (await page.request.post("/api/account/session", { headers: ownHeaders, data: "{}" })).status(),
  ).toBe(200);
  expect((await page.request.get("/api/account/sessions/close-all")).status()).toBe(405);
});

test("the account's pages have no serious or critical finding in light or dark, and none scrolls sideways on a phone", async ({
  page,
  own,
}) => {
  test.setTimeout(180_000);
  for (const path of [
    "/sign-in",
    "/sign-in?error=unknown",
    "/sign-in/forgot",
    "/reset/used-up",
    "/account/email/used-up",
  ]) {
    await page.goto(path);
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await deskFindings(page), path).toEqual([]);
  }
  await signIn(page, own);
  await openAccount(page);
  expect(await deskFindings(page)).toEqual([]);
  const factor = accountSection(page, "Second factor");
  await factor.getByRole("button", { name: "Turn on" }).click();
  await factor.getByLabel("Password").fill(own.password);
  await factor.getByRole("button", { name: "Continue" }).click();
  await expect(factor.getByRole("img", { name: "QR code for the app" })).toBeVisible();
  expect(await deskFindings(page), "the QR code").toEqual([]);
  const key = (await factor.locator("code").first().textContent()) ?? "";
  await factor.getByLabel("Code from the app").fill(totpCode(key, Date.now()));
  await factor.getByRole("button", { name: "Confirm" }).click();
  await expect(factor.getByRole("heading", { name: "Recovery codes" })).toBeVisible();
  expect(await deskFindings(page), "the recovery codes").toEqual([]);
  await page.goto("about:blank"); // a page that is open would go to the door by itself
  await page.context().clearCookies();
  await showPassword(page, own);
  expect(await deskFindings(page)).toEqual([]);
});
