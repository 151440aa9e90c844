import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { addBankDays, expectedBankDate } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { PayoutSettled, PayoutStatus } from "@/lib/domain/payout/status";

/**
 * What a payout's life looks like today (DESIGN §5, "Payouts"). Scheduled: more than one bank day before the
 * expected bank date; in transit: from then through it; after that overdue only if the account's statements
 * cover more than a bank day past it, else awaiting bank data. Without any statement it waits.
 */
export function payoutStatus(
  payout: Readonly<{ settled: PayoutSettled; ledgerDate: LedgerDate; country: Country }>,
  today: LedgerDate,
  /** Whether statements of its bank account cover the expected day and a bank day more: `seenLedgerDates`. */
  isCovered = false,
): PayoutStatus {
  if (payout.settled !== "open") return payout.settled;
  const expected = expectedBankDate(payout.country, payout.ledgerDate);
  if (today < addBankDays(payout.country, expected, -1)) return "scheduled";
  if (today <= expected) return "in-transit";
  return isCovered ? "overdue" : "awaiting-bank-data";
}

/** Ledger dates of the country's open payouts that are in each status today: for a list that filters by status. */
export type StatusBounds = Readonly<{
  /** Open payouts of ledger dates from here on are scheduled. */
  scheduledFrom: LedgerDate;
  /** Open payouts of ledger dates from here until `scheduledFrom` are in transit; earlier ones await bank data. */
  inTransitFrom: LedgerDate;
}>;

/** The status is a step function of the ledger date, so a filter by status is a range of dates. */
export function statusBounds(country: Country, today: LedgerDate): StatusBounds {
  const open = (ledgerDate: LedgerDate): PayoutStatus =>
    payoutStatus({ settled: "open", ledgerDate, country }, today);
  let inTransitFrom = today;
  while (open(inTransitFrom) !== "awaiting-bank-data") inTransitFrom = previous(inTransitFrom);
  inTransitFrom = next(inTransitFrom);
  let scheduledFrom = inTransitFrom;
  while (open(scheduledFrom) !== "scheduled") scheduledFrom = next(scheduledFrom);
  return { scheduledFrom, inTransitFrom };
}

/**
 * The ledger dates whose payouts statements of these dates would show: those that are expected on or after the first
 * date, and for which the last date lies a bank day after the expected one. Undefined when there are none.
 */
export function seenLedgerDates(
  country: Country,
  from: LedgerDate,
  to: LedgerDate,
): Readonly<{ from: LedgerDate; through: LedgerDate }> | undefined {
  let first = firstOpenLedgerDate(country, from);
  if (expectedBankDate(country, first) < from) first = next(first);
  const isSeen = (date: LedgerDate): boolean =>
    addBankDays(country, expectedBankDate(country, date), 1) <= to;
  let through = to;
  while (through >= first && !isSeen(through)) through = previous(through);
  return through < first ? undefined : { from: first, through };
}

/** `before-start` when it was expected in the bank before the firm's work with the ledger begins. */
export function settledAtStart(
  country: Country,
  ledgerDate: LedgerDate,
  booksFrom: LedgerDate,
): "open" | "before-start" {
  return expectedBankDate(country, ledgerDate) < booksFrom ? "before-start" : "open";
}

/** The first ledger date whose payouts are part of books that begin then. */
export function firstOpenLedgerDate(country: Country, booksFrom: LedgerDate): LedgerDate {
  let date = booksFrom;
  while (settledAtStart(country, previous(date), booksFrom) === "open") date = previous(date);
  while (settledAtStart(country, date, booksFrom) !== "open") date = next(date);
  return date;
}

/** The number in a payout's pspReference: `460017-2000167` → `2000167`. Undefined for any other form. */
export function payoutNumberOf(pspReference: string): string | undefined {
  return /^[^-\s]+-(\d{1,15})$/.exec(pspReference)?.[1];
}

function next(date: LedgerDate): LedgerDate {
  return addDays(date, 1);
}

function previous(date: LedgerDate): LedgerDate {
  return addDays(date, -1);
}
