import { addDays, daysBetween, isLedgerDate, startOfMonth, startOfYear } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

export const PERIODS = ["this-month", "last-month", "this-year", "last-12-months", "custom"] as const;
export type PeriodName = (typeof PERIODS)[number];

/** Days that one page of days may have (lib/services/merchants/list-merchant-days.ts). */
export const PERIOD_DAYS_MAX = 400;

export type PeriodProblem = "not-a-date" | "ends-before" | "too-long" | "in-the-future";

/** The dates that a page shows, what they are called, and what was wrong with the dates that were asked for. */
export type Period = Readonly<{
  name: PeriodName;
  from: LedgerDate;
  to: LedgerDate;
  /** What was typed, kept as it was. */
  typed: Readonly<{ from: string; to: string }>;
  problem?: PeriodProblem;
}>;

/**
 * Reads the period of a page's address: `period` names one, `from` and `to` set one. What cannot be shown gives this
 * month and says why. `today` is the merchant's.
 */
export function readPeriod(values: Readonly<Record<string, string | undefined>>, today: LedgerDate): Period {
  const { from, to } = values;
  if (from !== undefined || to !== undefined) {
    return customPeriod({ from: from ?? "", to: to ?? today }, today);
  }
  const name = PERIODS.find((period) => period === values["period"]) ?? "this-month";
  const dates = namedDates(name, today);
  return { name, ...dates, typed: dates };
}

function customPeriod(typed: Readonly<{ from: string; to: string }>, today: LedgerDate): Period {
  const refused = (problem: PeriodProblem): Period => ({
    name: "custom",
    ...namedDates("this-month", today),
    typed,
    problem,
  });
  const { from, to } = typed;
  if (!isLedgerDate(from) || !isLedgerDate(to)) return refused("not-a-date");
  if (from > to) return refused("ends-before");
  if (from > today) return refused("in-the-future");
  // Nothing is booked after today: a chart would draw a line that nobody knows.
  const last = to > today ? today : to;
  if (daysBetween(from, last) >= PERIOD_DAYS_MAX) return refused("too-long");
  return { name: "custom", from, to: last, typed };
}

function namedDates(name: PeriodName, today: LedgerDate): Readonly<{ from: LedgerDate; to: LedgerDate }> {
  const month = startOfMonth(today);
  switch (name) {
    case "last-month": {
      const to = addDays(month, -1);
      return { from: startOfMonth(to), to };
    }
    case "this-year":
      return { from: startOfYear(today), to: today };
    case "last-12-months":
      return { from: elevenMonthsBefore(month), to: today };
    default:
      return { from: month, to: today };
  }
}

/** This month and the eleven before it. */
function elevenMonthsBefore(month: LedgerDate): LedgerDate {
  let start = month;
  for (let count = 0; count < 11; count += 1) start = startOfMonth(addDays(start, -1));
  return start;
}

/** What of a period stands in the address: the default does not. */
export function periodValues(period: Period): Readonly<Record<string, string | undefined>> {
  if (period.name === "custom") return { from: period.typed.from, to: period.typed.to };
  return { period: period.name === "this-month" ? undefined : period.name };
}
