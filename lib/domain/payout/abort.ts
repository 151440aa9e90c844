import type { PayoutSettled } from "@/lib/domain/payout/status";

/** A payout that an aborted amount may belong to. */
type Candidate = Readonly<{
  id: string;
  pspReference: string;
  reference: string;
  amount: bigint;
  /** What came in must be named by what takes it back; what lies before the books is looked at after what is open. */
  settled: Exclude<PayoutSettled, "aborted">;
}>;

/**
 * Which payout an abort takes back (DESIGN §5, "Payouts"): by pspReference, else by reference, else the only
 * open one of that amount. Undefined: nobody can say, and a person must.
 */
export function payoutOfAbort<C extends Candidate>(
  aborted: Readonly<{ pspReference: string; reference: string; amount: bigint }>,
  candidates: readonly C[],
): C | undefined {
  const fits = candidates.filter((candidate) => candidate.amount === -aborted.amount);
  const ways: ((candidate: C) => boolean)[] = [
    (candidate) => aborted.pspReference !== "" && candidate.pspReference === aborted.pspReference,
    (candidate) => aborted.reference !== "" && candidate.reference === aborted.reference,
    (candidate) => candidate.settled === "open",
    (candidate) => candidate.settled === "before-start",
  ];
  for (const way of ways) {
    const found = fits.filter(way);
    if (found.length === 1) return found[0];
    if (found.length > 1) return undefined;
  }
  return undefined;
}
