import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** What payers' data may be kept for; a firm adds its own words. */
export const PERSON_PURPOSES = ["identify-payer", "refunds", "members", "donations", "other"] as const;
export type PersonPurpose = (typeof PERSON_PURPOSES)[number];

/** Days: a day to five years, the longest that bookkeeping in the three countries asks for beside vouchers. */
export const RETENTION_DAYS_MIN = 1;
export const RETENTION_DAYS_MAX = 1826;

/** The date on which the payers of a ledger date are deleted, at the beginning of that day in UTC. */
export function deletedOn(ledgerDate: LedgerDate, retentionDays: number): LedgerDate {
  return addDays(ledgerDate, retentionDays);
}

/** The calendar date in UTC: deletion goes by it in every country. */
export function utcDate(nowMs: number): LedgerDate {
  return new Date(nowMs).toISOString().slice(0, 10) as LedgerDate;
}

/** The oldest ledger date whose payers may still be kept. */
export function oldestKept(nowMs: number, retentionDays: number): LedgerDate {
  return addDays(utcDate(nowMs), 1 - retentionDays);
}
