import { expect, test } from "./signed-in";
import { askApi, firmPath, readLedger, simulatorUrl } from "./stack";
import type { LedgerJson } from "./stack";

const PLACES = ["", "/merchants", "/payouts", "/issues", "/onboarding", "/search"];

/** This concerns everybody who reads from the simulator, so it has a project of its own, after the others. */
test("while Vipps MobilePay does not answer the pages stay, and reading goes on by itself afterwards", async ({
  firm,
}) => {
  test.setTimeout(240_000);
  const base = firmPath(firm);
  const setOutage = async (mode: "none" | "500"): Promise<void> => {
    const answer = await firm.request.post(`${simulatorUrl()}/_control/outage`, { data: { mode } });
    expect(answer.ok()).toBe(true);
  };
  const ledger = await readLedger(firm);
  const seenAt = async (): Promise<number> =>
    Date.parse((await askApi<LedgerJson>(firm, `/ledgers/${ledger.id}`)).funds.headSeenAt ?? "");
  await setOutage("500");
  try {
    const atOutage = await seenAt();
    for (const path of [...PLACES, `/ledgers/${ledger.id}`]) {
      const answer = await firm.goto(`${base}${path}`);
      expect(answer?.status()).toBe(200);
      await expect(firm.getByRole("heading", { level: 1 })).toBeVisible();
      await expect(firm.getByText("Something went wrong")).toHaveCount(0);
      await expect(firm.getByRole("alert").filter({ hasText: /could not be/ })).toHaveCount(0);
    }
    await expect(firm.getByRole("table", { name: "Entries, Funds" })).toBeVisible();
    await setOutage("none");
    await expect.poll(seenAt, { timeout: 180_000, intervals: [2_000] }).toBeGreaterThan(atOutage);
  } finally {
    await setOutage("none");
  }
});
