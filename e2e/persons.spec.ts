import type { Page } from "@playwright/test";
import { Client } from "pg";

import { readEnvFile } from "@/lib/platform/env-file";

import { deskFindings } from "./grave-findings";
import { expect, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { EntryJson, LedgerJson, List } from "./stack";

type Kept = Readonly<{ kept: { payerCount: number; pastDates: number; pastDatesDone: number } | null }>;

const NUMBER = /^(NO|DK|FI):/;

/** An active ledger of the firm that takes payments to a number, as soon as some of them are read. */
async function ledgerWithNumber(page: Page): Promise<LedgerJson> {
  let found: LedgerJson | undefined;
  await expect(async () => {
    const { items } = await askApi<List<LedgerJson>>(page, "/ledgers?status=active&limit=1000");
    for (const ledger of items.filter((of) => of.settlesFor.some((handle) => NUMBER.test(handle)))) {
      if (ledger.funds.headSeenAt === null || ledger.funds.state === "paused") continue;
      const path = `/ledgers/${ledger.id}/entries?entryType=capture&order=newest&limit=100`;
      const entries = await askApi<List<EntryJson>>(page, path);
      found ??= entries.items.some((of) => NUMBER.test(of.recipientHandle ?? "")) ? ledger : undefined;
    }
    expect(found).toBeDefined();
  }).toPass({ timeout: 120_000 });
  if (found === undefined) throw new Error("no ledger takes payments to a number");
  return found;
}

// One after the other: both change the same firm's ledgers.
test.describe.configure({ mode: "default" });

test("payers are kept when it is turned on, shown one at a time, and every look is in the trail", async ({
  otherFirm: page,
}) => {
  test.setTimeout(600_000);
  const base = firmPath(page);
  const ledger = await ledgerWithNumber(page);

  await test.step("it is off, and turned on with a purpose and a time", async () => {
    await visit(page, `${base}/settings/persons`);
    await expect(page.getByRole("heading", { level: 1, name: "Payers' personal data" })).toBeVisible();
    expect(await deskFindings(page)).toEqual([]);
    const button = page.getByRole("button", { name: `Turn on for ledger ${ledger.ledgerId}` });
    await button.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("button", { name: "Turn on", exact: true }).click();
    await expect(page.getByText("Choose what the data are for.")).toBeVisible();
    await page.getByLabel("What for").selectOption("members");
    await page.getByLabel("In your own words").fill("Membership fees, asked for by the club");
    await page.getByLabel("Days kept after the ledger date").fill("90");
    expect(await deskFindings(page)).toEqual([]);
    await page.getByLabel("Days kept after the ledger date").press("Enter");
    await expect(page.getByRole("button", { name: `Change for ledger ${ledger.ledgerId}` })).toBeVisible();
    await expect(page.getByText("Membership fees, asked for by the club")).toBeVisible();
  });

  await test.step("past payers arrive by themselves", async () => {
    await expect
      .poll(
        async () => {
          const { items } = await askApi<List<Kept>>(page, "/persons?state=on");
          return items[0]?.kept?.payerCount ?? 0;
        },
        { timeout: 300_000 }, // first proofs of the demo stand before it in the queue
      )
      .toBeGreaterThan(0);
  });

  await test.step("they are covered until asked for, and one is shown", async () => {
    await visit(page, `${base}/ledgers/${ledger.id}?entryType=capture`);
    const show = page.getByRole("button", { name: /^Show payer of / });
    await expect(show.first()).toBeVisible();
    await expect(page.getByText(/xxxx \d{4}/)).toHaveCount(0);
    expect(await page.content()).not.toMatch(/xxxx \d{4}/);
    const covered = await show.count();
    await show.first().click();
    await expect(page.getByText(/xxxx \d{4}/)).toHaveCount(1);
    await expect(show).toHaveCount(covered - 1);
    expect(await deskFindings(page)).toEqual([]);
    await page.getByRole("button", { name: /^Hide payer of / }).click();
    await expect(page.getByText(/xxxx \d{4}/)).toHaveCount(0);
  });

  await test.step("a file has nothing of them, and the audit trail has the look", async () => {
    const file = await page.request.get(
      `/api/v1/ledgers/${ledger.id}/entries?format=csv&tenant=${base.slice(1)}`,
    );
    expect(file.ok()).toBe(true);
    expect(await file.text()).not.toMatch(/xxxx \d{4}/);
    expect(await looksInTrail(base.slice(1))).toBe(1);
  });

  await test.step("turning off asks once more, and deletes", async () => {
    await visit(page, `${base}/settings/persons`);
    await page.getByRole("button", { name: `Change for ledger ${ledger.ledgerId}` }).click();
    await page.getByRole("button", { name: "Turn off" }).click();
    await page.getByRole("button", { name: "Delete and turn off" }).click();
    await expect(page.getByRole("button", { name: `Turn on for ledger ${ledger.ledgerId}` })).toBeVisible();
    await visit(page, `${base}/ledgers/${ledger.id}?entryType=capture`);
    await expect(page.getByRole("table")).toBeVisible();
    await expect(page.getByRole("button", { name: /^Show payer of / })).toHaveCount(0);
  });
});

test("a merchant is handed over, its file is fetched once, and it is taken back", async ({
  otherFirm: page,
}) => {
  test.setTimeout(240_000);
  const base = firmPath(page);
  const ledger = await ledgerWithNumber(page);
  const name = ledger.merchantName ?? "";
  await visit(page, `${base}/settings/leaving?merchant=${ledger.merchantId ?? ""}`);
  await expect(page.getByRole("heading", { level: 1, name: "Leaving" })).toBeVisible();
  expect(await deskFindings(page)).toEqual([]);
  await page.getByLabel("Firm that takes over").fill("Bryggen Revision");
  await page.getByRole("button", { name: "Hand over" }).click();
  await expect(page.getByText(`${name} is handed over.`)).toBeVisible();
  const download = page.getByRole("link", { name: `Download the file of ${name}` });
  await expect(download).toBeVisible({ timeout: 60_000 });
  expect(await deskFindings(page)).toEqual([]);
  const [file] = await Promise.all([page.waitForEvent("download"), download.click()]);
  expect(file.suggestedFilename()).toMatch(/^avstemt-.*\.zip$/);
  expect(await file.failure()).toBeNull();
  await visit(page, `${base}/settings/leaving`);
  await expect(page.getByRole("cell", { name: "Fetched" }).first()).toBeVisible();
  await page.getByRole("button", { name: `Take back ${name}` }).click();
  await expect(page.getByRole("table", { name: "Handed over" })).toHaveCount(0);
  expect((await askApi<LedgerJson>(page, `/ledgers/${ledger.id}`)).status).toBe("active");
});

/** Looks that stand in the firm's audit trail; none of them has a name in it. */
async function looksInTrail(tenant: string): Promise<number> {
  const env = readEnvFile(process.env["E2E_DATA_DIR"] ?? "");
  const client = new Client({ connectionString: env["DATABASE_URL"] });
  await client.connect();
  try {
    await client.query("begin");
    await client.query(
      "select set_config('app.tenant_id', tenant_id::text, true), set_config('app.scope', 'firm', true) from installation.find_tenant($1)",
      [tenant],
    );
    const { rows } = await client.query<{ text: string }>(
      "select row_to_json(a)::text as text from audit_event a where action = 'person.shown'",
    );
    expect(rows.filter(({ text }) => /xxxx|maskedPhone/.test(text))).toEqual([]);
    return rows.length;
  } finally {
    await client.end();
  }
}
