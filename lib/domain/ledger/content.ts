import type { ApiEntry } from "@/lib/domain/ledger/entry";

/**
 * What an entry's content hash is taken over: a closed, versioned list (DESIGN §4, "Content"). Fields that
 * are added later, handles and personal data stay out, so that a new field on an old entry changes nothing.
 * Texts carry their length: no two different entries have one text.
 */
export function contentText(entry: ApiEntry): string {
  const { ledgerDate, time, entryType, pspReference, reference, currency } = entry;
  return (
    `1|${ledgerDate}|${time}|${String(entryType.length)}:${entryType}|${String(pspReference.length)}:${pspReference}` +
    `|${String(reference.length)}:${reference}|${currency}|${String(entry.amount)}|${String(entry.balanceBefore)}|${String(entry.balanceAfter)}`
  );
}
