import { expect, it } from "vitest";

import { levelsOf, stepPath } from "@/components/features/charts/step-line";
import { parseLedgerDate } from "@/lib/core/ledger-date";

const from = parseLedgerDate("2026-11-01");
const to = parseLedgerDate("2026-11-04");

it("keeps the balance over dates on which nothing happened", () => {
  const levels = levelsOf([{ date: parseLedgerDate("2026-11-02"), balance: 500n }], {
    from,
    to,
    opening: 200n,
  });
  expect(levels.map((level) => level.balance)).toEqual([200n, 500n, 500n, 500n]);
});

it("jumps, and never glides", () => {
  const levels = levelsOf(
    [
      { date: parseLedgerDate("2026-11-02"), balance: 50n },
      { date: parseLedgerDate("2026-11-04"), balance: 0n },
    ],
    { from, to, opening: 20n },
  );
  const path = stepPath(levels, { opening: 20n, left: 0, width: 40, y: (amount) => 100 - Number(amount) });
  expect(path).toBe("M0 80H15V50H35V100H40");
});
