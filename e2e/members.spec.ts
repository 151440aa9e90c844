import type { Page } from "@playwright/test";

import { graveFindings } from "./grave-findings";
import { linkInLetterTo } from "./letters";
import { expect, heard, loginOf, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { List } from "./stack";

type Named = Readonly<{ id: string; name: string }>;

const PASSWORD = "en lang rekke ord 2026";
const PHONE = { width: 390, height: 844 };

/** Accepts an invitation as somebody new, and waits for where it leads. */
async function acceptAsNew(page: Page, path: string, name: string): Promise<void> {
  await page.goto(path);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Password").fill("short");
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await expect(page.getByText("The password must have 12 to 200 characters.")).toBeVisible();
  await page.getByLabel("Password").fill(PASSWORD);
  await page.getByRole("button", { name: "Accept and sign in" }).click();
  await page.waitForURL((url) => !url.pathname.startsWith("/invitation"));
}

/** Opens a page that is not there for this person. One that has begun to stream says so in words, not in its status. */
async function expectNothing(page: Page, path: string): Promise<void> {
  await page.goto(path);
  await expect(page.getByRole("heading", { name: "There is nothing here" }), path).toBeAttached();
}

/** The firm's merchants by name. */
async function merchantsOf(page: Page): Promise<readonly Named[]> {
  const { items } = await askApi<List<Named>>(page, "/merchants?sort=name&limit=50");
  return items;
}

/** A merchant that has been paid out to, as soon as its history is read. */
async function merchantWithPayout(page: Page): Promise<Named> {
  let found: Named | undefined;
  await expect(async () => {
    const path = "/payouts?limit=1";
    const { items } = await askApi<List<{ merchantId: string; merchantName: string }>>(page, path);
    found = items[0] && { id: items[0].merchantId, name: items[0].merchantName };
    expect(found).toBeDefined();
  }).toPass({ timeout: 120_000 });
  if (found === undefined) throw new Error("nobody was paid out to");
  return found;
}

test("an owner invites an accountant for one merchant, who sees that one; and removes them", async ({
  otherFirm,
  browser,
}) => {
  test.setTimeout(300_000);
  const base = firmPath(otherFirm);
  const email = "nora@oresund.example";
  const [first] = await merchantsOf(otherFirm);
  if (first === undefined) throw new Error("the firm has no merchant");

  await visit(otherFirm, base);
  await otherFirm.getByRole("link", { name: "Settings" }).first().click();
  await expect(otherFirm.getByRole("heading", { level: 1, name: "Members" })).toBeVisible();
  await expect(otherFirm.getByRole("table", { name: "Members" })).toContainText("Freja Lindgaard");
  await otherFirm.getByLabel("E-mail").fill("not an address");
  await otherFirm.getByRole("button", { name: "Send the invitation", exact: true }).click();
  await expect(otherFirm.getByText("This is not an e-mail address.")).toBeVisible();
  await otherFirm.getByLabel("E-mail").fill(email);
  await otherFirm.getByLabel("Sees", { exact: true }).selectOption({ label: "Only some merchants" });
  await expect(otherFirm.getByRole("button", { name: "Send the invitation", exact: true })).toBeDisabled();
  await otherFirm.getByLabel("Find a merchant").fill(first.name);
  await otherFirm.getByRole("checkbox", { name: first.name }).check();
  expect(await graveFindings(otherFirm)).toEqual([]);
  await otherFirm.getByRole("button", { name: "Send the invitation", exact: true }).click();
  await expect(otherFirm.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();
  await expect(otherFirm.getByRole("table", { name: "Invitations that wait" })).toContainText(email);

  const context = await browser.newContext();
  const page = await context.newPage();
  const link = await linkInLetterTo(email);
  await test.step("the accountant accepts, and sees one merchant", async () => {
    await page.goto(link);
    expect(await graveFindings(page)).toEqual([]);
    await acceptAsNew(page, link, "Nora Bruun");
    await heard(page);
    expect(firmPath(page)).toBe(base);
    expect((await merchantsOf(page)).map(({ name }) => name)).toEqual([first.name]);
    await visit(page, `${base}/onboarding`);
    // Of the settings those that concern the books of the merchant, and none of the firm's.
    await expect(page.getByRole("link", { name: "Settings" })).toHaveCount(1);
    await expectNothing(page, `${base}/settings/members`);
    await page.goto(link);
    await expect(page.getByRole("heading", { name: "This invitation no longer works" })).toBeVisible();
  });

  await test.step("the owner makes them a viewer, who may not pause, and removes them", async () => {
    await visit(otherFirm, `${base}/settings/members`);
    await otherFirm.getByRole("link", { name: "Nora Bruun" }).click();
    await expect(otherFirm.getByRole("heading", { level: 1, name: "Nora Bruun" })).toBeVisible();
    expect(await graveFindings(otherFirm)).toEqual([]);
    await otherFirm.getByLabel("Role").selectOption({ label: "Viewer" });
    await otherFirm.getByRole("button", { name: "Save" }).click();
    await expect(otherFirm.getByRole("definition").filter({ hasText: "Viewer" })).toBeVisible();
    await visit(page, base);
    const { items } = await askApi<List<{ id: string }>>(page, "/ledgers?status=active&limit=1");
    await visit(page, `${base}/ledgers/${items[0]?.id ?? ""}`);
    await expect(page.getByRole("button", { name: "Pause" })).toBeDisabled();
    await expect(page.getByText("Your role, Viewer, may look but not do this.")).toBeVisible();

    await otherFirm.getByRole("button", { name: "Remove Nora Bruun" }).click();
    await otherFirm.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(otherFirm.getByRole("table", { name: "Members" })).not.toContainText("Nora Bruun");
    await expectNothing(page, base);
  });
  await context.close();
});

test("a merchant's person accepts, and sees only its own, on a phone", async ({ otherFirm, browser }) => {
  test.setTimeout(420_000); // five pages with axe in two colours, on a machine that does other things too
  const base = firmPath(otherFirm);
  const email = "karen@fiskebar.example";
  const own = await merchantWithPayout(otherFirm);
  const other = (await merchantsOf(otherFirm)).find(({ id }) => id !== own.id);

  await visit(otherFirm, `${base}/merchants/${own.id}`);
  await otherFirm.getByLabel("E-mail").fill(email);
  await otherFirm.getByRole("button", { name: "Send the invitation", exact: true }).click();
  await expect(otherFirm.getByText(`An invitation is on its way to ${email}.`)).toBeVisible();

  const context = await browser.newContext({ viewport: PHONE });
  const page = await context.newPage();
  const link = await linkInLetterTo(email);
  await page.goto(link);
  await expect(page.getByRole("heading", { level: 1 })).toContainText(own.name);
  expect(await graveFindings(page)).toEqual([]);
  await acceptAsNew(page, link, "Karen Fisker");

  const mine = `/my${base}/${own.id}`;
  await page.waitForURL((url) => url.pathname === mine);
  await expect(page.getByRole("heading", { level: 1, name: own.name })).toBeVisible();
  await expect(page.getByRole("heading", { level: 2, name: "On its way to the bank" })).toBeVisible();
  await expect(page.getByText("Held by Vipps MobilePay")).toBeVisible();
  expect(await graveFindings(page)).toEqual([]);

  await test.step("sales by shop over twelve months, as picture and table", async () => {
    await page.getByRole("link", { name: "The last 12 months" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Sales" })).toBeVisible();
    await expect(
      page.getByRole("img", { name: /^Sales in [A-Z]{3}, The last 12 months/ }).first(),
    ).toBeVisible();
    const table = page.getByRole("table", { name: "The last 12 months" });
    await expect(table.getByRole("row")).toHaveCount(14); // a head, twelve months, a sum
    expect(await graveFindings(page)).toEqual([]);
  });

  await test.step("its payouts, and what one is made of", async () => {
    await page.goto(`${mine}/payouts`);
    expect(await graveFindings(page)).toEqual([]);
    await page.getByRole("main").getByRole("listitem").getByRole("link").first().click();
    await expect(page.getByRole("heading", { level: 2, name: "What it is made of" })).toBeVisible();
    expect(await graveFindings(page)).toEqual([]);
  });

  await test.step("nothing else: no firm, no other merchant, no book", async () => {
    const foreign = [
      base,
      `${base}/payouts`,
      `${base}/merchants/${own.id}`,
      `${base}/issues`,
      `${base}/settings/members`,
      `/my${base}/${other?.id ?? ""}`,
      `/my/nordfjord-regnskap/${own.id}`,
    ];
    for (const path of foreign) await expectNothing(page, path);
    for (const path of ["/overview", "/merchants", "/payouts", "/issues", `/merchants/${own.id}`]) {
      const answer = await page.request.get(`/api/v1${path}`, {
        headers: { "avstemt-tenant": base.slice(1) },
      });
      expect([path, answer.status()]).toEqual([path, 403]);
    }
    await page.goto("/");
    expect(new URL(page.url()).pathname).toBe(mine);
  });

  await test.step("the firm sees it as the merchant does, and takes it away", async () => {
    await visit(otherFirm, `${base}/merchants/${own.id}`);
    await otherFirm.getByRole("button", { name: "Remove Karen Fisker" }).click();
    await otherFirm.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(otherFirm.getByText("Karen Fisker")).toHaveCount(0);
    await otherFirm.getByRole("link", { name: "As the merchant sees it" }).click();
    await expect(otherFirm.getByText(`You see this as ${own.name} does.`)).toBeVisible();
    await expectNothing(page, mine);
  });
  await context.close();
});

test("a known person signs in, comes back to the invitation, and belongs to both firms", async ({
  otherFirm,
  browser,
}) => {
  test.setTimeout(300_000);
  const known = loginOf("Nordfjord", "viewer");
  await visit(otherFirm, `${firmPath(otherFirm)}/settings/members`);
  await otherFirm.getByLabel("E-mail").fill(known.email);
  await otherFirm.getByLabel("Role").selectOption({ label: "Viewer" });
  await otherFirm.getByRole("button", { name: "Send the invitation", exact: true }).click();
  await expect(otherFirm.getByText(`An invitation is on its way to ${known.email}.`)).toBeVisible();

  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(await linkInLetterTo(known.email));
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.waitForURL("**/sign-in");
  await page.getByLabel("E-mail").fill(known.email);
  await page.getByLabel("Password").fill(known.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("button", { name: "Accept", exact: true }).click();
  await page.waitForURL(`**${firmPath(otherFirm)}`);
  await heard(page);
  await page.getByLabel("Firm", { exact: true }).selectOption({ label: "Nordfjord Regnskap" });
  await page.waitForURL("**/nordfjord-regnskap");
  await context.close();
});

test("somebody with two companies chooses between them", async ({ page }) => {
  const silje = loginOf("Nordfjord", "merchant");
  await page.setViewportSize(PHONE);
  await page.goto("/sign-in");
  await page.getByLabel("E-mail").fill(silje.email);
  await page.getByLabel("Password").fill(silje.password);
  await page.getByRole("button", { name: "Sign in" }).click();
  await expect(page.getByRole("heading", { level: 1, name: "My companies" })).toBeVisible();
  const companies = page.getByRole("main").getByRole("listitem");
  await expect(companies).toHaveCount(2);
  expect(await graveFindings(page)).toEqual([]);
  await companies.last().getByRole("link").click();
  await expect(page.getByText("Held by Vipps MobilePay")).toBeVisible();
});
