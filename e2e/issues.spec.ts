import { randomUUID } from "node:crypto";

import type { Locator, Page } from "@playwright/test";

import { deskFindings } from "./grave-findings";
import { newLogin } from "./own-login";
import { makeIssue, withFirm } from "./people";
import { accountSection, openAccount } from "./second-factor";
import { expect, signIn, test, visit } from "./signed-in";
import { firmPath, readLedger } from "./stack";

/** A new accountant of the first firm, on its overview; and a ledger that issues can be about. */
async function comeToWork(page: Page): Promise<Readonly<{ base: string; ledger: string }>> {
  await signIn(page, await newLogin("accountant"));
  const base = firmPath(page);
  let ledger = "";
  await expect(async () => {
    ledger = (await readLedger(page)).id;
  }).toPass({ timeout: 120_000 });
  return { base, ledger };
}

const rowOf = (page: Page, base: string, id: string): Locator =>
  page.locator(`a[data-row-link][href="${base}/issues/${id}"]`);
const LIST = "kind=payout-abort-unlinked";
const notice = (page: Page, text: RegExp): Promise<void> =>
  expect(page.getByRole("status").filter({ hasText: text })).toBeVisible();

test("an issue is given to oneself and put off by keyboard, found under Snoozed, and brought back", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { base, ledger } = await comeToWork(page);
  const id = await makeIssue(base.slice(1), ledger);
  await visit(page, `${base}/issues?${LIST}`);
  const row = rowOf(page, base, id);
  await row.focus();
  await page.keyboard.press("a");
  const assigning = page.getByRole("dialog", { name: "Who looks after this issue" });
  await expect(assigning.getByRole("button", { name: "Assign to me" })).toBeFocused();
  await page.keyboard.press("Enter");
  await notice(page, /The issue is looked after by/);
  await expect(assigning).toBeHidden();
  await expect(row).toBeFocused();
  await page.keyboard.press("s");
  const snoozing = page.getByRole("dialog", { name: "Snooze this issue" });
  await expect(snoozing.getByRole("button", { name: /^Tomorrow/ })).toBeFocused();
  await page.keyboard.press("Escape");
  await expect(snoozing).toBeHidden();
  await page.keyboard.press("s");
  await page.keyboard.press("Enter");
  await notice(page, /put off until/);
  await expect(row).toBeHidden();

  await page.getByRole("link", { name: /^Snoozed/ }).click();
  await expect(page).toHaveURL(/snoozed=yes/);
  await page.getByRole("link", { name: "Mine", exact: true }).click();
  await expect(page).toHaveURL(/assigned=me/);
  await expect(row).toBeVisible();
  await row.focus();
  await page.keyboard.press("x");
  const chosen = page.getByRole("region", { name: "1 issue chosen" });
  await chosen.getByRole("button", { name: "Bring back" }).click();
  await notice(page, /back in the list/);
  await visit(page, `${base}/issues?${LIST}&assigned=me`);
  await expect(row).toBeVisible();
});

test("several are chosen and put off to a date; a date too far away is refused beside its field", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { base, ledger } = await comeToWork(page);
  const ids = [await makeIssue(base.slice(1), ledger), await makeIssue(base.slice(1), ledger)];
  await visit(page, `${base}/issues?${LIST}`);
  for (const id of ids) {
    await rowOf(page, base, id).focus();
    await page.keyboard.press("x");
  }
  await page.getByRole("button", { name: "Snooze", exact: true }).click();
  const dialog = page.getByRole("dialog", { name: "Snooze 2 issues" });
  await dialog.getByLabel("Another date").fill("2020-01-01");
  await dialog.getByRole("button", { name: "Snooze until this date" }).click();
  await expect(dialog.getByText("Choose one of the next 90 days.")).toBeVisible();
  await dialog.getByRole("button", { name: /^Next week/ }).click();
  await notice(page, /2 issues are put off until/);
  for (const id of ids) await expect(rowOf(page, base, id)).toBeHidden();
});

test("an issue that ends with its cause says where its cause is seen to; the pages hold on a phone and for axe", async ({
  page,
}) => {
  test.setTimeout(240_000);
  const { base, ledger } = await comeToWork(page);
  const id = randomUUID();
  await withFirm(base.slice(1), (client, tenantId) =>
    client.query(
      `insert into issue (tenant_id, id, kind, subject_type, subject_id, severity, ledger, facts, opened_at)
       values ($1, $2, 'payout-overdue', 'payout', $4, 'critical', $3, '{"amount":"123400","currency":"NOK","ledgerDate":"2026-11-18"}', now())`,
      [tenantId, id, ledger, id],
    ),
  );
  await visit(page, `${base}/issues/${id}`);
  await expect(page.getByRole("link", { name: "Match or attest it in Reconcile" })).toHaveAttribute(
    "href",
    new RegExp(`^${base}/reconcile\\?view=missing`),
  );
  await expect(page.getByRole("button", { name: "Acknowledge" })).toHaveCount(0);
  await page.keyboard.press("a");
  await page.keyboard.press("Enter");
  await notice(page, /looked after by/);
  expect(await deskFindings(page)).toEqual([]);
  await visit(page, `${base}/issues?assigned=me`);
  await rowOf(page, base, id).focus();
  await page.keyboard.press("x");
  await expect(page.getByRole("region", { name: "1 issue chosen" })).toBeVisible();
  expect(await deskFindings(page)).toEqual([]);
});

test("a person chooses what comes by mail, and ends it again", async ({ page }) => {
  test.setTimeout(240_000);
  const own = await newLogin("accountant");
  await signIn(page, own);
  await openAccount(page);
  const section = accountSection(page, "Digest of issues");
  // A page that does not hear yet would forget what is chosen.
  await expect(section.getByRole("button", { name: "Save digest" })).toBeEnabled();
  await section.getByLabel("How often").selectOption("weekly");
  await section.getByLabel("On", { exact: true }).selectOption("Wednesday");
  await section.getByLabel("At", { exact: true }).selectOption("09:00");
  await section.locator("summary", { hasText: "Kinds of issues" }).click();
  await section.getByLabel("A feed has not been seen for hours").uncheck();
  await section.getByRole("button", { name: "Save digest" }).click();
  await expect(section.getByText(/The next one goes .*09:00/)).toBeVisible();
  expect(await deskFindings(page)).toEqual([]);
  await page.reload();
  await expect(section.getByRole("button", { name: "Save digest" })).toBeEnabled();
  await expect(section.getByLabel("On", { exact: true })).toHaveValue("3");
  await section.locator("summary", { hasText: "Kinds of issues" }).click();
  await expect(section.getByLabel("A feed has not been seen for hours")).not.toBeChecked();
  await section.getByLabel("How often").selectOption("off");
  await section.getByRole("button", { name: "Save digest" }).click();
  await expect(section.getByText("No digest is sent.")).toBeVisible();
});
