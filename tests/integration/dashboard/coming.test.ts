import { afterAll, beforeAll, expect, test } from "vitest";

import type { ServiceContext } from "@/lib/services/context";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";
import { apiEntries, createTestLedger, writeEntries } from "@/tests/factories/books";
import { openReadWorld } from "@/tests/integration/read/support";
import type { ReadWorld } from "@/tests/integration/read/support";

let world: ReadWorld;
let firm: ServiceContext;

beforeAll(async () => {
  world = await openReadWorld();
  firm = await world.newFirm();
});
afterAll(() => world.close());

test("a chain's money on its way is all of it, however many sales units are paid out by themselves", async () => {
  // Saturday: payouts of Friday and of today are on their way, of each of sixty sales units.
  const first = await createTestLedger(firm, { name: "Kjede", booksFrom: "2026-11-01" });
  const ledgers = [first];
  while (ledgers.length < 60)
    ledgers.push(await createTestLedger(firm, { merchantId: first.merchantId, booksFrom: "2026-11-01" }));
  for (const { ledger, ledgerId } of ledgers) {
    const day = (date: string, number: number) => [
      { date, type: "capture", amount: 10_000, handle: "NO:57860" },
      { date, type: "payout-scheduled", amount: -10_000, psp: `${ledgerId}-${String(number)}` },
    ];
    await writeEntries(
      firm,
      { ledger, topic: "funds" },
      apiEntries([...day("2026-11-20", 2_000_001), ...day("2026-11-21", 2_000_002)]),
    );
  }
  const { money } = await getDashboard(firm, { id: first.merchantId });
  expect(money.map(({ currency, comingTotal, coming }) => [currency, comingTotal, coming.length])).toEqual([
    ["NOK", 60n * 20_000n, 120],
  ]);
  // The next to come stand first.
  const dates = money[0]?.coming.map(({ expectedDate }) => expectedDate ?? "") ?? [];
  expect(dates).toEqual(dates.toSorted());
}, 120_000);
