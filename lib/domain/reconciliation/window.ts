import { daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { addBankDays } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";

/** Days around the expected bank day in which a reference makes a match: payouts may be held back for weeks. */
const WIDE_DAYS = { before: 5, after: 45 } as const;
/** Bank days around the expected one in which an amount alone is worth a suggestion. */
const NARROW_BANK_DAYS = { before: 1, after: 4 } as const;

/** Bounds of expected days that were asked for; a few thousand days at most, whatever the number of payouts. */
const narrow = new Map<string, readonly [LedgerDate, LedgerDate]>();

/** Days from the expected bank day to the booking; negative when it was booked earlier. */
export function daysLate(item: SettlementItem, line: OpenLine): number {
  return item.expected === line.bookingDate ? 0 : daysBetween(item.expected, line.bookingDate);
}

/** Whether a line may answer the item by what its text says. */
export function isInWideWindow(item: SettlementItem, line: OpenLine): boolean {
  if (item.expected === line.bookingDate) return true;
  const days = daysLate(item, line);
  return days >= -WIDE_DAYS.before && days <= WIDE_DAYS.after;
}

/** Whether a line may answer the item by its amount. */
export function isInNarrowWindow(item: SettlementItem, line: OpenLine): boolean {
  if (item.expected === line.bookingDate) return true;
  const [from, to] = narrowWindow(item.country, item.expected);
  return line.bookingDate >= from && line.bookingDate <= to;
}

function narrowWindow(country: Country, expected: LedgerDate): readonly [LedgerDate, LedgerDate] {
  const key = country + expected;
  let bounds = narrow.get(key);
  if (bounds === undefined) {
    bounds = [
      addBankDays(country, expected, -NARROW_BANK_DAYS.before),
      addBankDays(country, expected, NARROW_BANK_DAYS.after),
    ];
    narrow.set(key, bounds);
  }
  return bounds;
}
