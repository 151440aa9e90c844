import { addDays, dateInZone, daysBetween, instantOf, isoWeekday } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** The time zone of firms: when their working day begins. */
export const FIRM_ZONE = "Europe/Oslo";
/** An issue is put off for at most so many days: longer is forgetting it. */
export const SNOOZE_DAYS_MAX = 90;
/** What was put off is back when people come to work. */
const BACK_AT_HOUR = 6;
const WEEK_DAYS = 7;

/** When an issue that is put off until this date comes back; undefined when the date is not one of the next 90 days. */
export function snoozeEnd(until: LedgerDate, nowMs: number): number | undefined {
  const days = daysBetween(dateInZone(nowMs, FIRM_ZONE), until);
  return days < 1 || days > SNOOZE_DAYS_MAX ? undefined : instantOf(until, BACK_AT_HOUR, FIRM_ZONE);
}

/** The dates that people put an issue off to with one key: the next day, and the Monday of the next week. */
export function snoozeDates(nowMs: number): Readonly<Record<"tomorrow" | "nextWeek" | "last", LedgerDate>> {
  const today = dateInZone(nowMs, FIRM_ZONE);
  return {
    tomorrow: addDays(today, 1),
    nextWeek: addDays(today, WEEK_DAYS + 1 - isoWeekday(today)),
    last: addDays(today, SNOOZE_DAYS_MAX),
  };
}
