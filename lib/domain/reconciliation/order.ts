import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";

/**
 * The orders in which entries and lines are looked at. They are made of what books and statements say, and of ids
 * only where that is all the same: ids are given as things arrive, and what is suggested must not hang on that.
 */

/** Oldest first: by ledger date, then payout number. */
export function compareItems(left: SettlementItem | undefined, right: SettlementItem | undefined): number {
  if (left === undefined || right === undefined) return 0;
  const [one, other] = [left.payoutNumber ?? "", right.payoutNumber ?? ""];
  return (
    compareTexts(left.ledgerDate, right.ledgerDate) ||
    one.length - other.length ||
    compareTexts(one, other) ||
    compareTexts(left.ledger, right.ledger) ||
    compareTexts(left.id, right.id)
  );
}

/** Oldest first: by booking date, then the bank's reference, the amount and the texts. */
export function compareLines(left: OpenLine, right: OpenLine): number {
  return (
    compareTexts(left.bookingDate, right.bookingDate) ||
    compareTexts(left.bankReference, right.bankReference) ||
    (left.amount < right.amount ? -1 : left.amount > right.amount ? 1 : 0) ||
    (left === right ? 0 : compareTexts(wordsOf(left), wordsOf(right)) || compareTexts(left.id, right.id))
  );
}

/** All texts in an order of their own: files of different formats bring them in different ones. */
function wordsOf({ texts }: OpenLine): string {
  return texts
    .map(({ text }) => text)
    .toSorted()
    .join("\n");
}

function compareTexts(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
