import { absMinor, toDecimalText } from "@/lib/core/money";
import { numberOf } from "@/components/features/reconcile/item-words";
import type { OpenItem } from "@/lib/contracts/reconciliation";
import type { Payout } from "@/lib/contracts/shapes";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { PayoutStatus } from "@/lib/domain/payout/status";

/** Something that can be put on one side of a match by hand. */
export type Candidate = Readonly<{
  id: string;
  name: string;
  under: string;
  date: LedgerDate;
  /** As the bank shows it. */
  amount: bigint;
}>;

/** Payouts that may still be found in the bank. */
const FINDABLE: ReadonlySet<PayoutStatus> = new Set<PayoutStatus>([
  "scheduled",
  "in-transit",
  "awaiting-bank-data",
  "overdue",
  "before-start",
]);

export function ofWorkPayout(payout: OpenItem["payouts"][number]): Candidate {
  return {
    id: payout.id,
    name: numberOf(payout),
    under: payout.merchantName ?? "",
    date: payout.ledgerDate,
    amount: payout.amount,
  };
}

/** A payout of the list, when it is open and of the currency. What was sent from the ledger comes into the bank. */
export function ofPayout(payout: Payout, currency: string): readonly Candidate[] {
  if (payout.currency !== currency || !FINDABLE.has(payout.status)) return [];
  return [
    {
      id: payout.id,
      name: payout.payoutNumber ?? payout.pspReference,
      under: payout.merchantName ?? "",
      date: payout.ledgerDate,
      amount: -payout.amount,
    },
  ];
}

/** A bank line with something left of it. */
export function ofLine(line: OpenItem["lines"][number], text: string): Candidate {
  return { id: line.id, name: text, under: "", date: line.bookingDate, amount: line.left };
}

/** Each once, as it came first. */
export function eachOnce(candidates: readonly Candidate[]): readonly Candidate[] {
  const byId = new Map<string, Candidate>();
  for (const candidate of candidates) if (!byId.has(candidate.id)) byId.set(candidate.id, candidate);
  return [...byId.values()];
}

/** Candidates that the search finds in their name, what stands under it or their amount; nearest amount first. */
export function rankCandidates(
  candidates: readonly Candidate[],
  { search, near, currency }: Readonly<{ search: string; near: bigint; currency: string }>,
): readonly Candidate[] {
  const wanted = search.trim().toLowerCase();
  const digits = wanted.replaceAll(/[\s.,]/g, "");
  const fits = ({ name, under, amount }: Candidate): boolean =>
    `${name} ${under}`.toLowerCase().includes(wanted) ||
    (/^\d+$/.test(digits) && toDecimalText(amount, currency).replaceAll(/[-.]/g, "").includes(digits));
  return candidates
    .filter((candidate) => wanted === "" || fits(candidate))
    .toSorted((one, other) => {
      const [a, b] = [absMinor(one.amount - near), absMinor(other.amount - near)];
      if (a !== b) return a < b ? -1 : 1;
      return one.date === other.date ? (one.id < other.id ? -1 : 1) : one.date < other.date ? 1 : -1;
    });
}
