import type { Browser, Page } from "@playwright/test";

import { totpCode } from "@/lib/platform/totp";

import { readListUntil, withKeys } from "./discovery";
import { linkInLetterTo } from "./letters";
import { enrol } from "./second-factor";
import { expect, heard, loginOf, signIn, test, visit } from "./signed-in";
import { askApi, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

/** From a firm that does not exist yet to its merchant's own page: the day on which everything begins. */

const FIRM = { name: "Fjellkanten Regnskap", slug: "fjellkanten-regnskap" };
const BASE = `/${FIRM.slug}`;
const CLIENT = "firm-fjellkanten";
const OWNER = "hilde@fjellkanten.example";
const ACCOUNTANT = "aksel@fjellkanten.example";
const MERCHANT = "trine@kunden.example";
const PASSWORD = "en lang rekke ord 2026";
const STEP_MS = 30_000;

async function control(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${simulatorUrl()}/_control${path}`, {
    method,
    headers: { "content-type": "application/json" },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
}

/** Accepts an invitation as somebody new, in a browser of their own. */
async function accept(browser: Browser, address: string, name: string): Promise<Page> {
  const page = await (await browser.newContext({ locale: "en-GB" })).newPage();
  await page.goto(await linkInLetterTo(address));
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitation"));
  return page;
}

/** Has the list of ledgers read until the ledger stands as it should. */
function lookUntil(owner: Page, ledgerId: string, status: string): Promise<void> {
  return readListUntil(owner, { tenant: FIRM.slug, clientId: CLIENT }, async () => {
    const { items } = await askApi<List<LedgerJson>>(owner, "/ledgers?limit=1000");
    return items.find((of) => of.ledgerId === ledgerId)?.status === status;
  });
}

/** A ledger that the second firm reads and that has been paid out: the new firm is granted the same one. */
async function someLedger(page: Page): Promise<LedgerJson> {
  let found: LedgerJson | undefined;
  await expect(async () => {
    const { items } = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1000");
    found = items.find(({ funds, fees }) => funds.entryCount > 50 && fees.headSeenAt !== null);
    expect(found).toBeDefined();
  }).toPass({ timeout: 120_000 });
  if (found === undefined) throw new Error("no ledger is read yet");
  return found;
}

test("a firm begins: keys, ledgers, people, a merchant with a second factor, and a grant that goes and comes back", async ({
  otherFirm,
  browser,
}) => {
  test.setTimeout(480_000);
  const { ledgerId } = await someLedger(otherFirm);
  const operator = await (await browser.newContext({ locale: "en-GB" })).newPage();

  await test.step("an operator makes the firm, and its first owner accepts by mail", async () => {
    await signIn(operator, loginOf("The installation", "operator"));
    await visit(operator, "/operator/firms");
    await operator.getByLabel("Name", { exact: true }).fill(FIRM.name);
    await operator.getByLabel("First owner, by e-mail").fill(OWNER);
    await operator.getByRole("button", { name: "Make the firm" }).click();
    await expect(operator.getByRole("status").filter({ hasText: `${FIRM.name} is in place` })).toBeVisible();
  });
  const owner = await accept(browser, OWNER, "Hilde Fjell");
  await heard(owner);
  expect(new URL(owner.url()).pathname).toBe(BASE);

  await test.step("the owner stores keys, and takes in what they open", async () => {
    await control("POST", "/credentials", { clientId: CLIENT, clientSecret: "right" });
    await control("POST", "/grants", { clientId: CLIENT, ledgerId });
    await visit(owner, `${BASE}/settings/keys`);
    await owner.getByLabel("Client id").fill(CLIENT);
    await owner.getByLabel("Client secret").fill("right");
    await owner.getByRole("button", { name: "Prove and store" }).click();
    await expect(owner.getByRole("status").filter({ hasText: `The keys ${CLIENT} work` })).toBeVisible();
    await visit(owner, `${BASE}/onboarding`);
    await lookUntil(owner, ledgerId, "new");
    await visit(owner, `${BASE}/onboarding`);
    const card = owner.locator(`[data-ledger="${ledgerId}"]`);
    await card.getByRole("button", { name: /^Take in/ }).click();
    await expect
      .poll(async () => {
        const { items } = await askApi<List<LedgerJson>>(owner, "/ledgers?status=active&limit=10");
        return items.length;
      })
      .toBe(1);
  });

  await test.step("an accountant is invited, and works with the books", async () => {
    await visit(owner, `${BASE}/settings/members`);
    await owner.getByLabel("E-mail").fill(ACCOUNTANT);
    await owner.getByRole("button", { name: "Send the invitation", exact: true }).click();
    await expect(owner.getByText(`An invitation is on its way to ${ACCOUNTANT}.`)).toBeVisible();
    const accountant = await accept(browser, ACCOUNTANT, "Aksel Berg");
    await heard(accountant);
    await expect(accountant.getByRole("heading", { level: 1, name: "Overview" })).toBeVisible();
    await accountant.context().close();
  });

  const { items } = await askApi<List<{ id: string; name: string }>>(owner, "/merchants?limit=1");
  const merchant = items[0] ?? { id: "", name: "" };
  await test.step("the merchant accepts, turns on a second factor, and sees only its own", async () => {
    await visit(owner, `${BASE}/merchants/${merchant.id}`);
    await owner.getByLabel("E-mail").fill(MERCHANT);
    await owner.getByRole("button", { name: "Send the invitation", exact: true }).click();
    await expect(owner.getByText(`An invitation is on its way to ${MERCHANT}.`)).toBeVisible();
    const page = await accept(browser, MERCHANT, "Trine Kunde");
    await page.waitForURL((url) => url.pathname === `/my${BASE}/${merchant.id}`);
    const { key } = await enrol(page, { password: PASSWORD });
    await page.goto("about:blank"); // a page that is open would go to the door by itself
    await page.context().clearCookies();
    await page.goto("/sign-in");
    await page.getByLabel("E-mail").fill(MERCHANT);
    await page.getByLabel("Password").fill(PASSWORD);
    await page.getByRole("button", { name: "Sign in", exact: true }).click();
    await page.getByLabel("Code").fill(totpCode(key, Date.now() + STEP_MS));
    await page.getByRole("button", { name: "Continue" }).click();
    await page.waitForURL((url) => url.pathname === `/my${BASE}/${merchant.id}`);
    await expect(page.getByRole("heading", { level: 1, name: merchant.name })).toBeVisible();
    await page.goto(BASE);
    await expect(page.getByRole("heading", { name: "There is nothing here" })).toBeAttached();
    await page.context().close();
  });

  await test.step("the grant is revoked, and comes back", async () => {
    await control("DELETE", `/grants?clientId=${CLIENT}&ledgerId=${ledgerId}&answer=empty`);
    // Absent from two listings an hour apart: the first is made to lie an hour back.
    await readListUntil(owner, { tenant: FIRM.slug, clientId: CLIENT }, () =>
      withKeys(async (client) => {
        const { rowCount } = await client.query(
          `update installation.discovered_ledger d set missing_since = d.missing_since - interval '2 hours'
           from installation.credential c where c.id = d.credential_id and c.client_id = $1 and d.ledger_id = $2 and d.missing_since is not null`,
          [CLIENT, ledgerId],
        );
        return rowCount === 1;
      }),
    );
    await lookUntil(owner, ledgerId, "revoked");
    await visit(owner, `${BASE}/issues`);
    await expect(owner.getByRole("table").first()).toContainText(merchant.name);
    await control("POST", "/grants", { clientId: CLIENT, ledgerId });
    await lookUntil(owner, ledgerId, "active");
  });
});
