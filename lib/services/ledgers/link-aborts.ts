import type { PayoutId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { payoutOfAbort } from "@/lib/domain/payout/abort";
import { openIssue } from "@/lib/store/issues";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { listAbortCandidates, markAborted, naturalKeyOf } from "@/lib/store/payouts";
import type { TenantTx } from "@/lib/store/tenant";

/** A `payout-aborted` entry, as far as linking it needs to know. */
export type AbortedEntry = Readonly<{
  ledgerDate: LedgerDate;
  content: string;
  ordinal: number;
  amount: bigint;
  currency: string;
  pspReference: string;
  reference: string;
}>;

/**
 * Links aborts to the payouts they take back, in feed order (DESIGN §5, "Payouts"). From the start of the books
 * on each opens an issue: the payout came back, or nobody can say which one did.
 */
export async function linkAborts(
  tx: TenantTx,
  {
    ledger,
    aborted,
    nowMs,
  }: Readonly<{ ledger: LedgerRecord; aborted: readonly AbortedEntry[]; nowMs: number }>,
): Promise<void> {
  for (const entry of aborted) {
    const payout = payoutOfAbort(entry, await listAbortCandidates(tx, ledger.id, entry));
    if (payout !== undefined) await markAborted(tx, payout.id as PayoutId, entry);
    // Before the books begin nobody needs to act.
    if (entry.ledgerDate < ledger.booksFrom) continue;
    await openIssue(tx, {
      kind: payout === undefined ? "payout-abort-unlinked" : "payout-aborted",
      subjectType: payout === undefined ? "entry" : "payout",
      subjectId: payout?.id ?? `${ledger.id}:${naturalKeyOf(entry)}`,
      ledger: ledger.id,
      facts: {
        ledgerId: ledger.ledgerId,
        ledgerDate: entry.ledgerDate,
        amount: entry.amount.toString(),
        currency: entry.currency,
        pspReference: entry.pspReference,
      },
      nowMs,
    });
  }
}
