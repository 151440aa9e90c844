/** All ledgers, and what a test has changed about them. */
import type { Ledger, NotReady } from "./ledger";
import type { Topic } from "./plan";

export type LedgerChanges = {
  pageSize?: number;
  closedThrough?: string | null;
  /** Every page after the first begins with the tail of the page before. */
  repeatPages?: boolean;
  refuseCursors?: boolean;
  /** The listing, as raw JSON. */
  listing?: string;
  handles?: readonly string[];
  notReady?: NotReady;
  /** What the report by date says where it differs from the feed: raw JSON of entries by topic and date. */
  dateOverrides?: Readonly<Partial<Record<Topic, Readonly<Record<string, readonly string[]>>>>>;
};

export type LedgerBook = Readonly<{
  ledgers: Map<string, Ledger>;
  changes: Map<string, LedgerChanges>;
}>;

/** Resolved page size; 1000 unless the ledger has another (Report API skill, Vipps-Feed-Page-Size). */
const PAGE_SIZE_DEFAULT = 1000;

export function pageSizeOf(book: LedgerBook, ledgerId: string): number {
  return book.changes.get(ledgerId)?.pageSize ?? PAGE_SIZE_DEFAULT;
}

export function closedThroughOf(book: LedgerBook, ledger: Ledger, nowMs: number): string | null {
  const changed = book.changes.get(ledger.ledgerId)?.closedThrough;
  return changed === undefined ? ledger.closedThrough(nowMs) : changed;
}

export function isDateClosed(book: LedgerBook, ledger: Ledger, date: string, nowMs: number): boolean {
  const changed = book.changes.get(ledger.ledgerId)?.closedThrough;
  if (changed === undefined) return ledger.isClosed(date, nowMs);
  return changed !== null && date <= changed;
}
