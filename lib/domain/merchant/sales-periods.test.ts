import { expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { SALES_BY, salesPeriods } from "@/lib/domain/merchant/sales-periods";

test("periods follow each other without a gap, and end today", () => {
  for (const text of ["2026-11-21", "2026-03-01", "2028-02-29", "2027-01-01", "2026-11-23"]) {
    const today = parseLedgerDate(text);
    for (const by of SALES_BY) {
      const periods = salesPeriods(by, today);
      expect(periods.at(-1)?.to).toBe(today);
      for (const [index, period] of periods.entries()) {
        expect(period.from <= period.to).toBe(true);
        const next = periods[index + 1];
        if (next !== undefined) expect(next.from).toBe(addDays(period.to, 1));
      }
    }
  }
});

test("weeks begin on Mondays, months on the first", () => {
  const today = parseLedgerDate("2026-11-21");
  expect(salesPeriods("day", today)).toHaveLength(14);
  expect(salesPeriods("week", today).slice(-2)).toEqual([
    { from: "2026-11-09", to: "2026-11-15" },
    { from: "2026-11-16", to: "2026-11-21" },
  ]);
  const months = salesPeriods("month", today);
  expect([months.length, months[0], months.at(-1)]).toEqual([
    12,
    { from: "2025-12-01", to: "2025-12-31" },
    { from: "2026-11-01", to: "2026-11-21" },
  ]);
});
