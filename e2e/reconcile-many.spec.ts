import { parseLedgerDate } from "@/lib/core/ledger-date";
import { booking } from "@/tests/factories/statement-files/bookings";
import { expect, test, visit } from "./signed-in";
import { firmPath } from "./stack";
import { importStatement } from "./statements";

const COUNT = 5_000;
/** An account that nobody is paid out to: all its lines are left to people. */
const ACCOUNT = { scheme: "IBAN", id: "DE02120300000000202051" };

test("five thousand open rows are walked with only some of them on the page", async ({ otherFirm }) => {
  test.setTimeout(300_000);
  const date = parseLedgerDate("2026-01-15");
  const bookings = Array.from({ length: COUNT }, (_, at) =>
    booking(BigInt(1_000_001 + at * 7), {
      date,
      valueDate: date,
      bankReference: `B${String(at).padStart(6, "0")}`,
      text: `Vipps nr ${String(at)} uten nummer`,
    }),
  );
  const account = await importStatement(otherFirm, { number: ACCOUNT, currency: "DKK" }, bookings);
  await visit(otherFirm, `${firmPath(otherFirm)}/reconcile?accountId=${account}&view=line`);
  const rows = otherFirm.locator("tr[data-item]");
  await expect(rows.first()).toBeVisible();
  const most = 80;
  for (let step = 0; step < 90; step += 1) {
    await otherFirm.evaluate(() => window.scrollTo(0, document.body.scrollHeight));
    expect(await rows.count()).toBeLessThan(most);
    const last = Number((await rows.last().getAttribute("aria-rowindex")) ?? 0);
    if (last > COUNT) break;
    await expect
      .poll(async () =>
        Number((await otherFirm.locator("table[aria-rowcount]").getAttribute("aria-rowcount")) ?? 0),
      )
      .toBeGreaterThan(last);
  }
  await expect(otherFirm.locator(`tr[aria-rowindex="${String(COUNT + 1)}"]`)).toBeVisible();
  await otherFirm.evaluate(() => window.scrollTo(0, 0));
  await expect(otherFirm.locator('tr[aria-rowindex="2"]')).toBeVisible();
  await otherFirm.keyboard.press("j");
  await otherFirm.keyboard.press("j");
  await expect(rows.nth(2).locator("[data-stand]")).toBeFocused();
  expect(await rows.count()).toBeLessThan(most);
});
