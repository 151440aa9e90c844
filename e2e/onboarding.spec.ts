import type { Page } from "@playwright/test";

import { readListUntil } from "./discovery";
import { deskAndPhoneFindings } from "./grave-findings";
import { expect, heard, test, visit } from "./signed-in";
import { askApi, firmPath, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

/** The client whose keys the second firm has. */
const CLIENT = "firm-oresund";

async function control(method: string, path: string, body?: unknown): Promise<void> {
  const answer = await fetch(`${simulatorUrl()}/_control${path}`, {
    method,
    ...(body !== undefined && {
      body: JSON.stringify(body),
      headers: { "content-type": "application/json" },
    }),
  });
  if (!answer.ok) throw new Error(`${method} ${path}: ${String(answer.status)} ${await answer.text()}`);
}

/** Puts a ledger into the listing of the second firm. */
async function grant(ledgerId: string, owner: string, account = "12341234123"): Promise<void> {
  await control("POST", "/ledgers", {
    ledger: {
      ledgerId,
      currency: "NOK",
      payoutBankAccount: { scheme: "BBAN:NO", id: account },
      owner: { scheme: "business:NO:ORG", id: owner },
      settlesForRecipientHandles: [`NO:${ledgerId}`],
      salesUnits: [
        {
          name: `Kaffebar ${ledgerId}`,
          recipientHandle: `NO:${ledgerId}`,
          businessIdentifier: { scheme: "business:NO:ORG", id: owner },
        },
      ],
    },
    grantedTo: [CLIENT],
    funds: [],
    fees: [],
  });
}

/** Has the second firm's list read until what is looked for is there. */
function readList(page: Page, isThere: () => Promise<boolean>): Promise<void> {
  return readListUntil(page, { tenant: firmPath(page).slice(1), clientId: CLIENT }, isThere);
}

function ledgersOf(page: Page, status: string): Promise<List<LedgerJson>> {
  return askApi<List<LedgerJson>>(page, `/ledgers?status=${status}&limit=1000`);
}

test("a new ledger is taken in with the keyboard alone, is read, and stands under its merchant", async ({
  otherFirm,
}) => {
  test.setTimeout(150_000);
  const base = firmPath(otherFirm);
  const ledger = (await ledgersOf(otherFirm, "new")).items[0];
  if (ledger === undefined) throw new Error("no new ledger waits in the second firm");
  await visit(otherFirm, `${base}/onboarding`);
  const card = otherFirm.locator(`[data-ledger="${ledger.ledgerId}"]`);
  await expect(otherFirm.getByRole("form", { name: "Take in" })).toBeHidden();
  await card.getByRole("checkbox").focus();
  await otherFirm.keyboard.press("Space");
  await expect(otherFirm.getByText("1 ledger selected")).toBeVisible();
  const form = otherFirm.getByRole("form", { name: "Take in" });
  await form.getByLabel("Merchant’s name").focus();
  await otherFirm.keyboard.press("ControlOrMeta+a");
  await otherFirm.keyboard.type("Havnens Fiskebar");
  await expect(form.getByLabel("Bank account")).toHaveValue(ledger.payoutAccount.id);
  await form.getByLabel("Responsible").selectOption({ label: "Freja Lindgaard" });
  await form.getByLabel("Contact at the merchant").focus();
  await otherFirm.keyboard.type("not an address");
  await otherFirm.keyboard.press("Enter");
  await expect(form.getByText("Write an address")).toBeVisible();
  await otherFirm.keyboard.press("ControlOrMeta+a");
  await otherFirm.keyboard.type("post@fiskebar.example");
  await otherFirm.keyboard.press("Enter");
  await expect(form).toBeHidden();
  const column = otherFirm.getByRole("region", { name: /First sync|Live/ });
  await expect(column.locator(`[data-ledger="${ledger.ledgerId}"]`)).toBeVisible();

  await test.step("its page shows how far the reading is, until it is done", async () => {
    await visit(otherFirm, `${base}/ledgers/${ledger.id}`);
    await expect
      .poll(
        async () => {
          const { funds, fees } = await askApi<LedgerJson>(otherFirm, `/ledgers/${ledger.id}`);
          return funds.entryCount > 0 && funds.headSeenAt !== null && fees.headSeenAt !== null;
        },
        { timeout: 80_000 },
      )
      .toBe(true);
    await visit(otherFirm, `${base}/onboarding?search=${ledger.ledgerId}`);
    await expect(otherFirm.getByRole("region", { name: "Live" }).locator("[data-ledger]")).toHaveCount(1);
  });

  const { merchantName, merchantId } = await askApi<LedgerJson>(otherFirm, `/ledgers/${ledger.id}`);
  await visit(otherFirm, `${base}/merchants/${merchantId ?? ""}`);
  await expect(otherFirm.getByRole("heading", { level: 1, name: merchantName ?? "" })).toBeVisible();
});

test("an expected grant arrives by itself, is taken in with others, is revoked and comes back", async ({
  otherFirm,
}) => {
  test.setTimeout(300_000);
  const base = firmPath(otherFirm);
  await visit(otherFirm, `${base}/onboarding/expect`);
  const form = otherFirm.getByRole("form", { name: "One merchant" });
  await form.getByLabel("Organisation number").fill("974 760 674");
  await form.getByLabel("Merchant’s name").fill("Bryggen Keramikk AS");
  await form.getByLabel("Merchant’s e-mail").fill("post@bryggen.example");
  await form.getByRole("button", { name: "Wait for this merchant" }).click();
  await expect(form.getByText("one of the digits is wrong")).toBeVisible();
  await form.getByLabel("Organisation number").fill("974 760 673");
  await form.getByRole("button", { name: "Wait for this merchant" }).click();
  await expect(form.getByRole("status")).toHaveText("The grant is waited for now.");

  await test.step("a file with a fault stores nothing, and says what to mend", async () => {
    const file = otherFirm.getByRole("form", { name: "Several, from a file" });
    const csv = (second: string): string =>
      `land;orgnr;navn\nNO;889640782;Stranden AS\nDK;${second};Havnens ApS\n`;
    await file.getByLabel("CSV file").setInputFiles({
      name: "merchants.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv("54562518")),
    });
    await file.getByRole("button", { name: "Read the file" }).click();
    const faults = file.getByRole("table", { name: "What must be mended" });
    await expect(faults.getByRole("row").nth(1)).toContainText("3");
    await file.getByLabel("CSV file").setInputFiles({
      name: "merchants.csv",
      mimeType: "text/csv",
      buffer: Buffer.from(csv("54562519")),
    });
    await file.getByRole("button", { name: "Read the file" }).click();
    await expect(file.getByRole("status")).toContainText("2 merchants were added");
  });

  await visit(otherFirm, `${base}/onboarding`);
  const waiting = otherFirm.getByRole("region", { name: "Waiting for grant" });
  const expected = waiting.locator('[data-expected="974760673"]');
  await expect(expected).toBeVisible();
  await expected.getByRole("button", { name: "Write to Bryggen Keramikk AS" }).click();
  await expect(expected.getByText("Written to once")).toBeVisible();
  await expected.getByRole("button", { name: /^Stop reminders/ }).click();
  await expect(expected.getByRole("button", { name: /^Stop reminders/ })).toBeHidden();

  await test.step("the grant is noticed, and its card moves", async () => {
    await grant("970001", "974760673");
    await grant("970002", "974760673");
    await grant("970003", "923609016");
    await readList(otherFirm, async () =>
      (await ledgersOf(otherFirm, "new")).items.some(({ ledgerId }) => ledgerId === "970003"),
    );
    await expect(expected).toBeHidden({ timeout: 40_000 });
    const fresh = otherFirm.getByRole("region", { name: "New" });
    await expect(fresh.locator('[data-ledger="970001"]')).toContainText("same owner");
  });

  await test.step("all that match a search are taken in at once, with progress", async () => {
    await visit(otherFirm, `${base}/onboarding?search=kaffebar`);
    await otherFirm.getByRole("button", { name: "Select all that match" }).click();
    await otherFirm.getByRole("button", { name: "Take in all that match" }).click();
    const batch = otherFirm.getByRole("region", { name: "Take-in of several ledgers" }).first();
    await expect(batch).toContainText("Done: 3 of 3", { timeout: 60_000 });
    // It is found again by whoever has left.
    await visit(otherFirm, `${base}/onboarding`);
    await expect(otherFirm.getByText("Done: 3 of 3")).toBeVisible();
    const owners = (await ledgersOf(otherFirm, "active")).items.filter(({ ledgerId }) =>
      ["970001", "970002"].includes(ledgerId),
    );
    expect(new Set(owners.map(({ merchantId }) => merchantId)).size).toBe(1);
  });

  await test.step("a changed payout account stands above all until it is confirmed", async () => {
    await grant("970003", "923609016", "99991234567");
    const alert = otherFirm.getByRole("alert").filter({ hasText: "has a new payout account" });
    await readList(otherFirm, () => alert.isVisible());
    await expect(alert).toContainText("12341234123");
    await expect(alert).toContainText("99991234567");
    const { merchantId } =
      (await ledgersOf(otherFirm, "active")).items.find(({ ledgerId }) => ledgerId === "970003") ?? {};
    await visit(otherFirm, `${base}/merchants/${merchantId ?? ""}`);
    await expect(alert).toBeVisible();
    await alert.getByRole("button", { name: /^Confirm the new account/ }).click();
    await otherFirm.getByLabel("How was it confirmed?").fill("By phone, with the manager");
    await otherFirm.keyboard.press("Enter");
    await expect(alert).toBeHidden();
  });

  await test.step("a lost grant says so in the diagnosis, and one that comes back is found", async () => {
    await visit(otherFirm, `${base}/onboarding/diagnosis?query=NO:970002`);
    await expect(otherFirm.locator('[data-finding="grantLive"]')).toBeVisible({ timeout: 30_000 });
    await control("DELETE", `/grants?clientId=${CLIENT}&ledgerId=970002&answer=empty`);
    await visit(otherFirm, `${base}/onboarding/diagnosis?query=NO:970002&country=NO`);
    await expect(otherFirm.locator('[data-finding="unitNotSettled"]')).toBeVisible({ timeout: 30_000 });
    await control("POST", "/grants", { clientId: CLIENT, ledgerId: "970002" });
    await otherFirm.reload();
    await heard(otherFirm);
    await expect(otherFirm.locator('[data-finding="unitSettled"]')).toBeVisible({ timeout: 30_000 });
    await expect(otherFirm.locator('[data-finding="listRead"]')).toBeVisible();
  });
});

test("a ledger is ignored with a reason, and taken back", async ({ otherFirm }) => {
  const base = firmPath(otherFirm);
  const ledger = (await ledgersOf(otherFirm, "new")).items.at(-1);
  if (ledger === undefined) throw new Error("no new ledger waits in the second firm");
  await visit(otherFirm, `${base}/onboarding?search=${ledger.ledgerId}`);
  const fresh = otherFirm.getByRole("region", { name: "New" });
  const ignored = otherFirm.getByRole("region", { name: "Ignored" });
  await fresh.getByRole("button", { name: /^Ignore / }).click();
  await otherFirm.getByLabel("Why is it ignored?").press("Enter");
  await expect(otherFirm.getByText("Say why, in a few words.")).toBeVisible();
  await otherFirm.getByLabel("Why is it ignored?").fill("Not our client");
  await otherFirm.getByLabel("Why is it ignored?").press("Enter");
  await expect(ignored.getByText("Not our client")).toBeVisible();
  await ignored.getByRole("button", { name: /^Take back / }).click();
  await expect(fresh.locator(`[data-ledger="${ledger.ledgerId}"]`)).toBeVisible();
});

test("the pages of onboarding are whole on a phone, in both languages, without grave findings", async ({
  otherFirm,
}) => {
  test.setTimeout(120_000);
  const base = firmPath(otherFirm);
  for (const path of ["", "/expect", "/diagnosis", "/diagnosis?query=974760673"]) {
    await visit(otherFirm, `${base}/onboarding${path}`);
    const first = otherFirm.getByRole("checkbox").first();
    if (path === "" && (await first.isVisible())) await first.check();
    expect(await deskAndPhoneFindings(otherFirm), path).toEqual([]);
  }
});
