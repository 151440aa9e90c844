import { daysBetween, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Country } from "@/lib/domain/payout/bank-days";

/**
 * From when on a capture fee carries the pspReference of its capture (DOMAIN §1.4: fixed 2025-02 in Norway, 2025-08
 * in Denmark and Finland). Older fees cannot be paired, and are not looked at.
 */
export const PAIRED_FROM: Readonly<Record<Country, LedgerDate>> = {
  NO: parseLedgerDate("2025-02-01"),
  DK: parseLedgerDate("2025-08-01"),
  FI: parseLedgerDate("2025-08-01"),
};

/** A capture fee, and the ledger date of the capture with its pspReference; undefined when there is none. */
export type PairedFee = Readonly<{ ledgerDate: LedgerDate; captureDate: LedgerDate | undefined }>;

/** How many fees came how many days after their capture, by ledger date; shortest first. */
export type FeeLag = Readonly<{ days: number; count: number }>;

/** Lags of the fees that have a capture. Negative: the fee is booked before it. */
export function feeLags(fees: readonly PairedFee[]): FeeLag[] {
  const counts = new Map<number, number>();
  for (const { ledgerDate, captureDate } of fees) {
    if (captureDate === undefined) continue;
    const days = daysBetween(captureDate, ledgerDate);
    counts.set(days, (counts.get(days) ?? 0) + 1);
  }
  return [...counts]
    .map(([days, count]) => ({ days, count }))
    .toSorted((left, right) => left.days - right.days);
}
