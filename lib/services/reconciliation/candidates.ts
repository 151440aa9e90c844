import type { BankLineId, LedgerUid, PayoutId } from "@/lib/core/ids";
import { searchedTexts } from "@/lib/domain/bank/line-text";
import { expectedBankDate } from "@/lib/domain/payout/bank-days";
import type { OpenLine, SettlementItem } from "@/lib/domain/reconciliation/model";
import type { BankAccountId } from "@/lib/core/ids";
import type { EntryKey, MatchPart } from "@/lib/store/matches";
import type { ItemRow } from "@/lib/store/reconcile";
import type { CandidateLine } from "@/lib/store/reconcile-lines";

/** What names a settlement entry within one run: a payout by its id, anything else by its natural key. */
export function itemIdOf(entry: EntryKey, payout: PayoutId | undefined): string {
  return (
    payout ?? `${entry.ledger}:${entry.topic}:${entry.ledgerDate}:${entry.content}:${String(entry.ordinal)}`
  );
}

const KINDS: Readonly<Record<string, SettlementItem["kind"]>> = {
  "payout-scheduled": "payout",
  "payout-aborted": "aborted",
  "top-up": "top-up",
  "fees-invoiced": "invoice",
};

/** A settlement entry as matching looks at it. `handles`: digits of every handle that its ledger has ever had. */
export function toSettlementItem(
  row: ItemRow,
  account: BankAccountId,
  handles: ReadonlyMap<LedgerUid, readonly string[]>,
): SettlementItem {
  return {
    id: itemIdOf(row.entry, row.payout),
    kind: KINDS[row.entryType] ?? "payout",
    account,
    ledger: row.entry.ledger,
    country: row.country,
    currency: row.currency,
    amount: row.amount,
    payoutNumber: row.payoutNumber,
    reference: row.reference,
    handles: handles.get(row.entry.ledger) ?? [],
    ledgerDate: row.entry.ledgerDate,
    expected: expectedBankDate(row.country, row.entry.ledgerDate),
    merchant: row.merchant,
  };
}

/** A line as matching looks at it, with what is left of its amount. */
export function toOpenLine(row: CandidateLine, left: bigint): OpenLine {
  return {
    id: row.id,
    account: row.account,
    currency: row.currency,
    amount: left,
    bookingDate: row.bookingDate,
    bankReference: row.bankReference,
    texts: searchedTexts(row.texts ?? []),
    details: row.details.map((detail) => ({
      amount: BigInt(detail.amount),
      texts: searchedTexts(detail.texts),
    })),
  };
}

/** The parts of a match of whole entries and whole lines. */
export function partsOf(
  items: readonly ItemRow[],
  lines: readonly Readonly<{ id: BankLineId; amount: bigint; currency: string }>[],
): MatchPart[] {
  return [
    ...items.map((item) => ({
      kind: "entry" as const,
      entry: item.entry,
      entryType: item.entryType,
      amount: -item.amount,
      currency: item.currency,
    })),
    ...lines.map((line) => ({
      kind: "line" as const,
      line: line.id,
      amount: line.amount,
      currency: line.currency,
    })),
  ];
}
