import { DAY_MS, HOUR_MS } from "@/lib/core/clock";
import { addDays, dateInZone, daysBetween, instantOf } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { DayProof } from "@/lib/domain/ledger/states";

/** The cut-off of a ledger may lie after midnight (04:00 is known) and is not told: a date is over this long after its end. */
const CUT_OFF_GRACE_HOURS = 6;
/** Waits before the oldest open date is read again, by how often it was read. */
const OPEN_WAITS_MS = [HOUR_MS, 4 * HOUR_MS, 12 * HOUR_MS];
const OPEN_DAILY_DAYS = 35;
/** A difference counts only if it is still there this much later, with a new report. */
export const SUSPECT_WAIT_MS = HOUR_MS;
/** A date that differs is looked at again, in case it heals. */
export const DIFFERS_WAIT_MS = DAY_MS;

/** The last ledger date that is over, grace included, in the ledger's time zone. */
export function lastOverDate(nowMs: number, timeZone: string): LedgerDate {
  const yesterday = addDays(dateInZone(nowMs, timeZone), -1);
  return overAt(yesterday, timeZone) <= nowMs ? yesterday : addDays(yesterday, -1);
}

/** When the date is over, grace included. */
export function overAt(date: LedgerDate, timeZone: string): number {
  return instantOf(addDays(date, 1), CUT_OFF_GRACE_HOURS, timeZone);
}

/** When to read the report of the oldest open date again, after it was read `compareCount` times. */
export function nextCompareAt(
  nowMs: number,
  open: Readonly<{ ledgerDate: LedgerDate; today: LedgerDate; compareCount: number }>,
): number {
  const early = OPEN_WAITS_MS[open.compareCount - 1];
  if (early !== undefined) return nowMs + early;
  return nowMs + (daysBetween(open.ledgerDate, open.today) > OPEN_DAILY_DAYS ? 7 : 1) * DAY_MS;
}

/** Two readings of a date, entry for entry: how often each content stands in each. */
export type Comparison = Readonly<{
  /** In the report, and not (often enough) in the copy. */
  missing: readonly string[];
  /** In the copy, and not (often enough) in the report. */
  surplus: readonly string[];
}>;

export function compareContents(copy: Iterable<string>, report: Iterable<string>): Comparison {
  const counts = new Map<string, number>();
  for (const content of report) counts.set(content, (counts.get(content) ?? 0) + 1);
  const surplus: string[] = [];
  for (const content of copy) {
    const left = counts.get(content) ?? 0;
    if (left === 0) surplus.push(content);
    else counts.set(content, left - 1);
  }
  const missing = [...counts].flatMap(([content, count]) => Array.from({ length: count }, () => content));
  return { missing, surplus };
}

/** What a comparison says of the date: equal, still filling (the report is not closed and only lacks), or different. */
export function judge(comparison: Comparison, isClosed: boolean): Exclude<DayProof, "differs"> | "different" {
  if (comparison.missing.length > 0) return "different";
  if (comparison.surplus.length > 0) return isClosed ? "different" : "open";
  return isClosed ? "verified" : "equal-so-far";
}
