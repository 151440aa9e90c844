import { addDays, isoWeekday, startOfMonth } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** How a merchant looks at its sales: fourteen days, twelve weeks, or twelve months, the present one included. */
export const SALES_BY = ["day", "week", "month"] as const;
export type SalesBy = (typeof SALES_BY)[number];

export type SalesPeriod = Readonly<{ from: LedgerDate; to: LedgerDate }>;

const COUNTS: Readonly<Record<SalesBy, number>> = { day: 14, week: 12, month: 12 };

/** The periods that end with the one of today, oldest first; that one ends today. Weeks begin on Mondays. */
export function salesPeriods(by: SalesBy, today: LedgerDate): SalesPeriod[] {
  const periods: SalesPeriod[] = [];
  let to = today;
  for (let count = 0; count < COUNTS[by]; count += 1) {
    const from = startOf(by, to);
    periods.unshift({ from, to });
    to = addDays(from, -1);
  }
  return periods;
}

function startOf(by: SalesBy, date: LedgerDate): LedgerDate {
  if (by === "day") return date;
  return by === "week" ? addDays(date, 1 - isoWeekday(date)) : startOfMonth(date);
}
