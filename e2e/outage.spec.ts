import { expect, test, visit } from "./signed-in";
import { askApi, firmPath, simulatorUrl } from "./stack";
import type { LedgerJson, List } from "./stack";

const PLACES = ["", "/merchants", "/payouts", "/issues", "/onboarding", "/search"];

/** This concerns everybody who reads from the simulator, so it has a project of its own, after the others. */
test("while Vipps MobilePay does not answer the pages stay, and reading goes on by itself afterwards", async ({
  otherFirm,
}) => {
  test.setTimeout(240_000);
  const base = firmPath(otherFirm);
  const setOutage = async (mode: "none" | "500"): Promise<void> => {
    const answer = await otherFirm.request.post(`${simulatorUrl()}/_control/outage`, { data: { mode } });
    expect(answer.ok()).toBe(true);
  };
  const waiting = await askApi<List<LedgerJson>>(otherFirm, "/ledgers?status=new&limit=10");
  const ledger = waiting.items.at(-1);
  if (ledger === undefined) throw new Error("no new ledger waits in the second firm");
  await setOutage("500");
  try {
    await visit(otherFirm, `${base}/onboarding`);
    await otherFirm.locator(`[data-ledger="${ledger.ledgerId}"]`).getByRole("checkbox").check();
    await otherFirm.getByRole("button", { name: "Take in 1 ledger" }).click();
    const reading = otherFirm.getByRole("region", { name: "First sync" });
    await expect(reading.locator(`[data-ledger="${ledger.ledgerId}"]`)).toBeVisible();
    for (const path of [...PLACES, `/ledgers/${ledger.id}`]) {
      const answer = await otherFirm.goto(`${base}${path}`);
      expect(answer?.status()).toBe(200);
      await expect(otherFirm.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(otherFirm.getByText("Something went wrong")).toHaveCount(0);
      await expect(otherFirm.getByRole("alert").filter({ hasText: /could not be/ })).toHaveCount(0);
    }
    // The page of the new ledger says that nothing is there yet, and stays open.
    await expect(otherFirm.getByText("No entries yet")).toBeVisible();
    await setOutage("none");
    await expect(otherFirm.getByRole("table", { name: "Entries, Funds" })).toBeVisible({ timeout: 180_000 });
  } finally {
    await setOutage("none");
  }
});
