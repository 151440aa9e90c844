import type { Entry } from "@/lib/contracts/shapes";
import type { EntryRow } from "@/lib/store/entries";

/** An entry as the API and files show it. */
export function describeEntry(entry: EntryRow): Entry {
  return {
    sequence: entry.sequence,
    topic: entry.topic,
    ledgerDate: entry.ledgerDate,
    time: entry.time,
    entryType: entry.entryType,
    pspReference: entry.pspReference,
    reference: entry.reference === "" ? null : entry.reference,
    recipientHandle: entry.recipientHandle === "" ? null : entry.recipientHandle,
    currency: entry.currency,
    amount: entry.amount,
    balanceBefore: entry.balanceBefore,
    balanceAfter: entry.balanceAfter,
  };
}
