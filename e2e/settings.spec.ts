import { request } from "@playwright/test";
import type { Page } from "@playwright/test";

import { deskFindings } from "./grave-findings";
import { expect, heard, test, visit } from "./signed-in";
import { askApi, firmPath, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

const PLACES = ["audit", "keys", "tokens"] as const;

async function control(page: Page, path: string, body: object): Promise<void> {
  const answer = await page.request.post(`${simulatorUrl()}/_control${path}`, { data: body });
  if (!answer.ok()) throw new Error(`control ${path}: ${String(answer.status())} ${await answer.text()}`);
}

/** Asks the API with a token, and nothing else. */
async function statusWith(token: string, path: string): Promise<number> {
  const baseURL = process.env["E2E_URL"] ?? "";
  const web = await request.newContext({ baseURL, extraHTTPHeaders: { authorization: `Bearer ${token}` } });
  const answer = await web.get(`/api/v1${path}`);
  await web.dispose();
  return answer.status();
}

test("keys are proven, stored, shown by a fingerprint, and removed when that is meant", async ({
  otherFirm: page,
}) => {
  test.setTimeout(120_000);
  const base = `${firmPath(page)}/settings/keys`;
  const clientId = `firm-oresund-${String(test.info().workerIndex)}-${String(Date.now())}`;
  const active = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1");
  const ledgerId = active.items[0]?.ledgerId ?? "";
  await visit(page, base);
  const first = page.getByRole("region", { name: "firm-oresund", exact: true });
  await expect(first.getByText("Work", { exact: true })).toBeVisible();
  await expect(first.getByText(/^[0-9a-f]{8}$/)).toBeVisible();

  await test.step("keys that Vipps MobilePay refuses are not stored", async () => {
    await page.getByLabel("Client id").fill(clientId);
    await page.getByLabel("Client secret").fill("wrong");
    await page.getByRole("button", { name: "Prove and store" }).click();
    await expect(page.getByRole("alert").filter({ hasText: "Nothing was stored" })).toBeVisible();
    await expect(page.getByRole("region", { name: clientId })).toHaveCount(0);
  });

  await test.step("keys that work are, and what they open is listed", async () => {
    await control(page, "/credentials", { clientId, clientSecret: "right" });
    await control(page, "/grants", { clientId, ledgerId });
    await page.getByLabel("Client secret").fill("right");
    await page.getByRole("button", { name: "Prove and store" }).click();
    await expect(page.getByRole("status").filter({ hasText: `The keys ${clientId} work` })).toBeVisible();
    const card = page.getByRole("region", { name: clientId, exact: true });
    await expect(card.getByText(/^[0-9a-f]{8}$/)).toBeVisible();
    await expect(card.getByText("1 ledger", { exact: true })).toBeVisible({ timeout: 30_000 });
    await card.getByRole("link", { name: "Show what they open" }).click();
    const opened = page.getByRole("table", { name: `Ledgers opened by ${clientId}` });
    await expect(opened.getByRole("link", { name: ledgerId })).toBeVisible();
    await expect(opened.getByText("open it too")).toBeVisible();
  });

  await test.step("replacing others by them names what would be lost, before anything is", async () => {
    await first.getByRole("button", { name: "Replace" }).click();
    await first.getByLabel("Client id").fill(clientId);
    await first.getByLabel("Client secret").fill("right");
    await first.getByRole("button", { name: "Prove the new keys" }).click();
    await expect(first.getByText(/Only the old keys open/).first()).toBeVisible();
    await expect(first.getByRole("button", { name: /Replace the keys and stop reading/ })).toBeVisible();
    await first.getByRole("button", { name: "Replace", exact: true }).click();
  });

  await test.step("they are removed by writing their client id", async () => {
    const card = page.getByRole("region", { name: clientId, exact: true });
    await card.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(card.getByText("is opened by other keys of the firm too")).toBeVisible();
    await card.getByRole("button", { name: "Remove these keys" }).click();
    await expect(card.getByText(`This is not ${clientId}.`)).toBeVisible();
    await card.getByLabel(`Write ${clientId} to confirm`).fill(clientId);
    await card.getByRole("button", { name: "Remove these keys" }).click();
    await expect(page.getByRole("status").filter({ hasText: "The keys are removed." })).toBeVisible();
    await expect(card).toHaveCount(0);
  });
});

test("a token is made by keyboard, shown once, used, and refused as soon as it is revoked", async ({
  otherFirm: page,
  context,
}) => {
  test.setTimeout(120_000);
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  const name = `Regneark ${String(Date.now())}`;
  await visit(page, `${firmPath(page)}/settings/tokens`);
  await page.getByLabel("Name").focus();
  await page.keyboard.press("Enter");
  await expect(page.getByText("Give the token a name of at most 100 characters.")).toBeVisible();
  await page.keyboard.type(name);
  await page.getByRole("checkbox", { name: "Audit trail" }).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: `The token ${name} is made` })).toBeFocused();
  const token = await page.getByLabel("The new token").inputValue();
  expect(token).toMatch(/^avst_/);
  await page.getByRole("button", { name: "Copy", exact: true }).focus();
  await page.keyboard.press("Enter");
  await expect(page.getByRole("button", { name: "Copied", exact: true })).toBeVisible();
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(token);

  expect(await statusWith(token, "/merchants?limit=1")).toBe(200);
  expect(await statusWith(token, "/audit?limit=1")).toBe(200);
  expect(await statusWith(token, "/merchants?limit=1&format=csv")).toBe(403);

  await page.reload();
  await heard(page);
  await expect(page.getByLabel("The new token")).toHaveCount(0);
  const row = page.getByRole("table", { name: "Tokens" }).getByRole("row").filter({ hasText: name });
  await expect(row.getByText("Active")).toBeVisible();
  await expect(row.getByText("Read, Audit trail")).toBeVisible();
  await row.getByRole("button", { name: `Revoke ${name}` }).focus();
  await page.keyboard.press("Enter");
  await expect(row.getByText("Programs that use it are refused at once.")).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(row.getByText("Revoked")).toBeVisible();
  expect(await statusWith(token, "/merchants?limit=1")).toBe(401);
});

test("the audit trail is searched, opened, sealed, and exported as it is filtered", async ({
  otherFirm: page,
}) => {
  test.setTimeout(120_000);
  const name = `Revisor ${String(Date.now())}`;
  await visit(page, `${firmPath(page)}/settings/tokens`);
  await page.getByLabel("Name").fill(name);
  await page.getByRole("button", { name: "Make the token" }).click();
  await expect(page.getByRole("heading", { name: `The token ${name} is made` })).toBeVisible();

  await visit(page, `${firmPath(page)}/settings/audit`);
  await page.getByLabel("Action").selectOption({ label: "Made an API token" });
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/action=token\.created/);
  const trail = page.getByRole("table", { name: "Audit trail" });
  await expect(trail.getByRole("row").nth(1)).toContainText("Made an API token");
  await trail.getByRole("button", { name: "Show what changed: Made an API token" }).first().focus();
  await page.keyboard.press("Enter");
  await expect(trail.getByText(`set to ${name}`)).toBeVisible();
  await expect(trail.getByText("set to read", { exact: true })).toBeVisible();
  await expect(trail.getByText("Mozilla", { exact: false }).first()).toBeVisible();
  await expect(async () => {
    await page.reload();
    await heard(page);
    await trail.getByRole("button", { name: "Show what changed: Made an API token" }).first().click();
    await expect(trail.getByText(/^\d+, sealed /)).toBeVisible({ timeout: 2_000 });
  }).toPass({ timeout: 60_000 });

  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download CSV" }).click(),
  ]);
  const chunks: Buffer[] = [];
  for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
  const lines = Buffer.concat(chunks).toString("utf8").trim().split("\n");
  expect(lines[0]).toContain("sequence,id,at,actorKind");
  expect(lines.slice(1).every((line) => line.includes("token.created"))).toBe(true);
  expect(lines.slice(1).some((line) => line.includes(name))).toBe(true);

  await page.getByRole("link", { name: "Clear filters" }).click();
  // The form begins anew with the address: what is written before that is lost with it.
  await page.waitForURL(({ search }) => search === "");
  await expect(page.getByLabel("Action")).toHaveValue("");
  await page.getByLabel("Who", { exact: true }).fill("nobody of this name");
  await page.getByRole("button", { name: "Apply" }).click();
  await page.waitForURL(/nobody/);
  await expect(page.getByText("Nothing fits these filters")).toBeVisible();
});

test("the settings have no serious or critical finding in light or dark, and do not scroll sideways on a phone", async ({
  firm,
}) => {
  test.setTimeout(180_000);
  for (const place of PLACES) {
    await visit(firm, `${firmPath(firm)}/settings/${place}`);
    await expect(firm.getByRole("heading", { level: 1 })).toBeVisible();
    await openUp(firm, place);
    expect(await deskFindings(firm), place).toEqual([]);
  }
});

/** Opens what a page hides at first, so that it is looked at too. */
async function openUp(page: Page, place: (typeof PLACES)[number]): Promise<void> {
  if (place === "audit")
    await page
      .getByRole("button", { name: /^Show what changed/ })
      .first()
      .click();
  if (place === "keys") {
    await page.getByRole("button", { name: "Remove", exact: true }).first().click();
    await expect(page.getByRole("button", { name: "Remove these keys" })).toBeVisible();
  }
  if (place === "tokens") await page.getByLabel("Only merchants that I choose").check();
}
