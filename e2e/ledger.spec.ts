import { readFile } from "node:fs/promises";

import { expect, heard, test, visit } from "./signed-in";
import { askApi, firmPath, readLedger } from "./stack";
import type { EntryJson, LedgerJson, List } from "./stack";

test("following a ledger is paused and resumed", async ({ otherFirm }) => {
  let ledger: LedgerJson | undefined;
  await expect(async () => {
    ledger = await readLedger(otherFirm);
  }).toPass({ timeout: 50_000 });
  await visit(otherFirm, `${firmPath(otherFirm)}/ledgers/${ledger?.id ?? ""}`);
  await otherFirm.getByRole("button", { name: "Pause" }).click();
  await expect(otherFirm.getByText("Following is paused.")).toBeVisible();
  const paused = await askApi<LedgerJson>(otherFirm, `/ledgers/${ledger?.id ?? ""}`);
  expect([paused.funds.state, paused.fees.state]).toEqual(["paused", "paused"]);
  await otherFirm.reload();
  await heard(otherFirm);
  await otherFirm.getByRole("button", { name: "Resume" }).click();
  await expect(otherFirm.getByText("Following is paused.")).toBeHidden();
  await expect(otherFirm.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("the address reproduces what was narrowed, and pages go on where they ended", async ({
  firm,
  context,
}) => {
  const ledger = await readWhenThere(firm);
  const address = `${firmPath(firm)}/ledgers/${ledger.id}`;
  await visit(firm, address);
  await firm.getByLabel("Entry type").fill("capture");
  await firm.getByLabel("Order").selectOption("oldest");
  await firm.getByRole("button", { name: "Apply" }).click();
  await expect(firm).toHaveURL(/entryType=capture/);
  await expect(firm).toHaveURL(/order=oldest/);
  const rows = firm.getByRole("table", { name: "Entries, Funds" }).locator("tbody tr");
  await expect(firm.getByRole("button", { name: "Apply" })).toBeEnabled();
  await expect(rows.first()).toContainText("Capture");
  const first = await rows.allTextContents();

  const second = await context.newPage();
  await visit(second, firm.url());
  const same = second.getByRole("table", { name: "Entries, Funds" }).locator("tbody tr");
  await expect(same).toHaveText(first);
  await expect(second.getByLabel("Entry type")).toHaveValue("capture");

  const expected = await askApi<List<EntryJson>>(
    firm,
    `/ledgers/${ledger.id}/entries?entryType=capture&limit=${String(first.length + 1)}`,
  );
  await firm.getByRole("link", { name: "Next page" }).click();
  await expect(rows.first().locator("td").first()).toHaveText(
    (expected.items.at(-1)?.sequence ?? 0).toLocaleString("en-GB"),
  );
  await firm.getByRole("link", { name: "First page" }).click();
  await expect(rows).toHaveText(first);
});

test("the file has exactly the entries that the filter has", async ({ firm }) => {
  const ledger = await readWhenThere(firm);
  const day = await askApi<List<{ ledgerDate: string; entryCount: number }>>(
    firm,
    `/ledgers/${ledger.id}/days?limit=10`,
  );
  const [from, to] = [day.items[0]?.ledgerDate ?? "", day.items.at(-1)?.ledgerDate ?? ""];
  const entries = await askApi<List<EntryJson>>(
    firm,
    `/ledgers/${ledger.id}/entries?from=${from}&to=${to}&entryType=capture&limit=1000`,
  );
  expect(entries.nextCursor).toBeNull();
  await visit(firm, `${firmPath(firm)}/ledgers/${ledger.id}?from=${from}&to=${to}&entryType=capture`);
  const waiting = firm.waitForEvent("download");
  await firm.getByRole("link", { name: "Download CSV" }).click();
  const file = await waiting;
  expect(file.suggestedFilename()).toMatch(/\.csv$/);
  const [head = "", ...lines] = (await readFile(await file.path(), "utf8")).trim().split(/\r?\n/);
  const columns = head.replace("\ufeff", "").split(",");
  const valueOf = (line: string, name: string) => line.split(",")[columns.indexOf(name)];
  const bySequence = (left: string, right: string) => Number(left) - Number(right);
  expect(lines.map((line) => valueOf(line, "sequence") ?? "").toSorted(bySequence)).toEqual(
    entries.items.map(({ sequence }) => String(sequence)).toSorted(bySequence),
  );
  expect(new Set(lines.map((line) => valueOf(line, "entryType")))).toEqual(new Set(["capture"]));
});

/** A ledger with more captures than a page, once the worker has read one. */
async function readWhenThere(firm: Parameters<typeof readLedger>[0]): Promise<LedgerJson> {
  let ledger: LedgerJson | undefined;
  await expect(async () => {
    ledger = await readLedger(firm, 1_000);
  }).toPass({ timeout: 50_000 });
  if (ledger === undefined) throw new Error("no ledger is read");
  return ledger;
}
