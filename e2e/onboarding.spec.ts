import { expect, test, visit } from "./signed-in";
import { askApi, firmPath } from "./stack";
import type { LedgerJson, List } from "./stack";

test("a new ledger is taken in, is read, and stands under its merchant", async ({ otherFirm }) => {
  test.setTimeout(120_000);
  const base = firmPath(otherFirm);
  const waiting = await askApi<List<LedgerJson>>(otherFirm, "/ledgers?status=new&limit=10");
  const ledger = waiting.items[0];
  if (ledger === undefined) throw new Error("no new ledger waits in the second firm");

  await visit(otherFirm, `${base}/onboarding`);
  const row = otherFirm
    .getByRole("table", { name: "New" })
    .getByRole("row")
    .filter({ hasText: ledger.ledgerId });
  const button = otherFirm.getByRole("button", { name: "Take in 1 ledger" });
  await expect(otherFirm.getByRole("button", { name: "Take in" })).toBeDisabled();
  await row.getByRole("checkbox").check();
  await expect(otherFirm.getByText("1 ledger selected")).toBeVisible();
  await otherFirm.getByLabel("Merchant's name").fill("Havnens Fiskebar");
  await button.click();
  await expect(otherFirm.getByRole("status").filter({ hasText: "1 ledger is taken in" })).toBeVisible();
  await expect(row).toBeHidden();
  const taken = otherFirm
    .getByRole("table", { name: "Active" })
    .getByRole("row")
    .filter({ hasText: ledger.ledgerId });
  await expect(taken).toBeVisible();

  await test.step("its page shows how far the reading is, until it is done", async () => {
    await taken.getByRole("link").click();
    const page = otherFirm.getByRole("heading", { level: 1, name: `Ledger ${ledger.ledgerId}` });
    await expect(page).toBeVisible();
    const reading = otherFirm.getByRole("progressbar").first();
    const done = otherFirm.getByRole("table", { name: "Entries, Funds" });
    await expect(reading.or(done).first()).toBeVisible();
    await expect
      .poll(
        async () => {
          const { funds, fees } = await askApi<LedgerJson>(otherFirm, `/ledgers/${ledger.id}`);
          return funds.entryCount > 0 && funds.headSeenAt !== null && fees.headSeenAt !== null;
        },
        { timeout: 80_000 },
      )
      .toBe(true);
    await expect(otherFirm.getByRole("progressbar")).toHaveCount(0);
  });

  const { merchantName, merchantId } = await askApi<LedgerJson>(otherFirm, `/ledgers/${ledger.id}`);
  await visit(otherFirm, `${base}/merchants?search=${encodeURIComponent(merchantName ?? "")}`);
  await otherFirm.locator(`a[href$="/merchants/${merchantId ?? ""}"][data-row-link]`).click();
  await expect(otherFirm.getByRole("heading", { level: 1, name: merchantName ?? "" })).toBeVisible();
  await expect(
    otherFirm.getByRole("table", { name: "Ledgers" }).getByRole("link", { name: ledger.ledgerId }),
  ).toBeVisible();
});
