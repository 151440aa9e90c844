import type { Page } from "@playwright/test";
import type { z } from "zod";

import type { BankAccount } from "@/lib/contracts/bank";

import { expect, heard, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { List } from "./stack";

type AccountJson = z.input<typeof BankAccount>;
type Dropped = Readonly<{ name: string; text: string }>;

/** A foreign number, which agrees with no other by itself. */
const ELSEWHERE = "DE89370400440532013000";

/** A statement of one line, as a bank writes camt.053. */
function statementOf(id: string, currency: string, text: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt>
<GrpHdr><MsgId>${id}</MsgId><CreDtTm>2026-01-31T06:00:00Z</CreDtTm></GrpHdr>
<Stmt><Id>${id}</Id><CreDtTm>2026-01-31T06:00:00Z</CreDtTm>
<FrToDt><FrDtTm>2026-01-01T00:00:00Z</FrDtTm><ToDtTm>2026-01-31T23:59:59Z</ToDtTm></FrToDt>
<Acct><Id><IBAN>${ELSEWHERE}</IBAN></Id><Ccy>${currency}</Ccy></Acct>
<Bal><Tp><CdOrPrtry><Cd>OPBD</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">0.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-01</Dt></Dt></Bal>
<Bal><Tp><CdOrPrtry><Cd>CLBD</Cd></CdOrPrtry></Tp><Amt Ccy="${currency}">4711.25</Amt><CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>2026-01-31</Dt></Dt></Bal>
<Ntry><Amt Ccy="${currency}">4711.25</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-01-15</Dt></BookgDt>
<AcctSvcrRef>${id}-1</AcctSvcrRef><BkTxCd><Prtry><Cd>TRF</Cd></Prtry></BkTxCd>
<NtryDtls><TxDtls><RmtInf><Ustrd>${text}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
</Stmt></BkToCstmrStmt></Document>`;
}

/** Drops files on the page, as from a folder. */
async function drop(page: Page, files: readonly Dropped[]): Promise<void> {
  const carried = await page.evaluateHandle((all) => {
    const transfer = new DataTransfer();
    for (const { name, text } of all) transfer.items.add(new File([text], name));
    return transfer;
  }, files);
  await page.dispatchEvent("#content", "dragenter", { dataTransfer: carried });
  await expect(page.getByText("Drop bank statements to take them in")).toBeVisible();
  await page.dispatchEvent("#content", "drop", { dataTransfer: carried });
  await expect(page.getByText("Drop bank statements to take them in")).toBeHidden();
}

const panelOf = (page: Page) => page.getByRole("region", { name: "Statements being taken in" });
const fileIn = (page: Page, name: string) => panelOf(page).getByRole("listitem").filter({ hasText: name });

test("statements are dropped, refused, known, linked, read as a person says, and taken back", async ({
  otherFirm: page,
}) => {
  test.setTimeout(180_000);
  const base = firmPath(page);
  let paidOut: AccountJson | undefined;
  await expect(async () => {
    const { items } = await askApi<List<AccountJson>>(page, "/bank-accounts?limit=1000");
    paidOut = items.find(({ ledgers, currency }) => ledgers > 0 && currency !== null);
    expect(paidOut).toBeDefined();
  }).toPass({ timeout: 120_000 });
  const currency = paidOut?.currency ?? "";
  const written = paidOut?.numbers[0]?.written ?? "";
  await visit(page, `${base}/documents`);
  const file = statementOf("ELSEWHERE-1", currency, "Vipps Mobilepay As");

  await test.step("three at once: one new, one refused with its reason", async () => {
    await drop(page, [
      { name: "january.xml", text: file },
      {
        name: "portal.csv",
        text: "Salgssted;MSN/Vippsnummer;Land;Beløp;PSP-referanse\nTorget;57860;NO;1.00;x\n",
      },
      { name: "broken.xml", text: file.replace("2026-01-15", "2026-01-45").replace("ELSEWHERE-1", "B") },
    ]);
    const fresh = fileIn(page, "january.xml");
    await expect(fresh.getByText("Taken in", { exact: true })).toBeVisible();
    await expect(fresh).toContainText("1 line from 1 statement, 1 new");
    await expect(fresh).toContainText("No ledger is paid out to account");
    await expect(fileIn(page, "portal.csv")).toContainText("own export from the portal");
    const broken = fileIn(page, "broken.xml");
    await expect(broken).toContainText("There is no date where one must be. Nothing of it was kept.");
    await expect(broken).toContainText(/Line \d+, column \d+\. Found: 2026-01-45/);
  });

  await test.step("the very same file again changes nothing", async () => {
    await panelOf(page).getByRole("button", { name: "Clear the list" }).click();
    await expect(panelOf(page)).toBeHidden();
    await drop(page, [{ name: "copy.xml", text: file }]);
    await expect(fileIn(page, "copy.xml")).toContainText("This very file was taken in before");
    await panelOf(page).getByRole("button", { name: "Clear the list" }).click();
  });

  const files = page.getByRole("table", { name: "Statements" });
  await test.step("the list has it, and says what was found", async () => {
    const row = files.getByRole("row").filter({ hasText: "january.xml" });
    await expect(row).toContainText("No ledger is paid out to account");
    await expect(page.getByText(/accounts? (?:has|have) statements, and no ledger/)).toBeVisible();
  });

  await test.step("the account is linked with the number that ledgers are paid out to", async () => {
    const accounts = await askApi<List<AccountJson>>(page, "/bank-accounts?limit=1000");
    const unlinked = accounts.items.find(({ numbers }) => numbers.some(({ id }) => id === ELSEWHERE));
    await visit(page, `${base}/documents/accounts/${unlinked?.id ?? ""}`);
    await expect(page.getByText("No ledger is paid out to this account.")).toBeVisible();
    const lines = page.getByRole("table", { name: "Bank lines" });
    await expect(lines.getByText("4,711.25").first()).toBeVisible();
    await page.getByLabel("Link a number").fill("1234");
    await page.getByRole("button", { name: "Link the number" }).click();
    await expect(page.getByText("Too few or too many digits.")).toBeVisible();
    await page.getByLabel("Link a number").fill(written);
    await page.getByRole("button", { name: "Link the number" }).click();
    await expect(page.getByText("The number was linked.")).toBeVisible();
    await expect(page.getByText("No ledger is paid out to this account.")).toBeHidden();
    await page.getByLabel("Name", { exact: true }).fill("Drift i utlandet");
    await page.getByRole("button", { name: "Save the name" }).click();
    await expect(page.getByRole("heading", { level: 1, name: "Drift i utlandet" })).toBeVisible();
  });

  await test.step("a line is set aside, and found again by its kind", async () => {
    await page.goto(`${page.url()}?amount=4711.25`);
    await heard(page);
    await page.getByRole("button", { name: /Set aside the line of 4,711\.25/ }).click();
    await expect(page.getByRole("button", { name: /Take back the line of 4,711\.25/ })).toBeVisible();
    await page.getByRole("link", { name: "Set aside", exact: true }).click();
    await expect(page).toHaveURL(/kind=ignored/);
    await expect(page.getByRole("table", { name: "Bank lines" })).toContainText("4,711.25");
  });

  await test.step("nothing scrolls sideways on a phone", async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    expect(
      await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth),
    ).toBeLessThanOrEqual(0);
    await page.setViewportSize({ width: 1280, height: 720 });
  });

  await test.step("a CSV file that nobody knows is laid out by a person, and remembered", async () => {
    await visit(page, `${base}/documents`);
    const odd = "Når;Hva;Kroner\n20.01.2026;Rente;1,25\n21.01.2026;Leie;-2,50\n";
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({
        name: "odd.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(odd),
      });
    const asking = panelOf(page).getByRole("form", { name: "How is this file laid out?" });
    await expect(asking).toBeVisible();
    const take = asking.getByRole("button", { name: "Take in and remember" });
    await expect(take).toBeDisabled();
    await asking.getByLabel("What is in Når?").selectOption({ label: "Booking date" });
    await asking.getByLabel("What is in Hva?").selectOption({ label: "Text" });
    await asking.getByLabel("What is in Kroner?").selectOption({ label: "Amount" });
    await expect(asking.getByText("The file does not say which account it is of.")).toBeVisible();
    await asking.getByLabel("Account that the file is of").fill(written);
    await asking.getByLabel("Account that the file is of").blur();
    await expect(asking.getByRole("table", { name: "As it is read" })).toContainText("−2.50");
    await take.click();
    await expect(fileIn(page, "odd.csv")).toContainText("2 lines from 1 statement, 2 new");
    await page
      .locator('input[type="file"]')
      .first()
      .setInputFiles({
        name: "next.csv",
        mimeType: "text/csv",
        buffer: Buffer.from(`${odd}22.01.2026;Gebyr;-3,75\n`),
      });
    await expect(asking).toContainText("You have agreed to this layout before.");
    await expect(asking.getByLabel("What is in Kroner?")).toHaveValue("amount");
    await asking.getByLabel("Account that the file is of").fill(written);
    await asking.getByLabel("Account that the file is of").blur();
    await expect(take).toBeEnabled();
    await take.click();
    await expect(fileIn(page, "next.csv")).toContainText("3 lines from 1 statement, 1 new");
    await panelOf(page).getByRole("button", { name: "Clear the list" }).click();
  });

  await test.step("imports are taken back when that is meant", async () => {
    for (const name of ["next.csv", "odd.csv", "january.xml"]) {
      await files.getByRole("button", { name: `Take back ${name}` }).click();
      await expect(page.getByText(`The lines of ${name} that no other file has go`)).toBeVisible();
      await page.getByRole("button", { name: "Take the import back" }).click();
      await expect(page.getByRole("status").filter({ hasText: `${name} was taken back` })).toBeVisible();
      await expect(files.getByRole("row").filter({ hasText: name })).toHaveCount(0);
    }
  });
});

test("large files go through, and what is deleted for good is asked for twice", async ({
  otherFirm: page,
}) => {
  test.setTimeout(120_000);
  const base = firmPath(page);
  await visit(page, `${base}/documents`);
  // Larger than what the framework would hold back of a body, and cut off: only its whole has that end.
  const [head = "", rest = ""] = statementOf("LARGE", "NOK", "x").split("<Ntry>");
  const entry = `<Ntry>${rest.slice(0, rest.indexOf("</Ntry>"))}</Ntry>\n`;
  await drop(page, [{ name: "large.xml", text: `${head}${entry.repeat(40_000)}<Ntry><Amt` }]);
  await expect(fileIn(page, "large.xml")).toContainText("The file ends in the middle", { timeout: 90_000 });
  await visit(page, `${base}/settings/bank`);
  await expect(page.getByRole("heading", { level: 1, name: "Texts of other lines" })).toBeVisible();
  await page.getByLabel("Keep date, amount and a digest only").check();
  await page.getByRole("button", { name: "Save the choice" }).click();
  await expect(page.getByText("This cannot be undone.")).toBeVisible();
  await page.getByRole("button", { name: "Keep them" }).click();
  await expect(page.getByText("This cannot be undone.")).toBeHidden();
});
