import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Parameters } from "@/lib/store/parameters";

/** Which entry types: those listed, or all but those listed. */
export type TypeFilter = Readonly<{ types: readonly string[]; isExcluded: boolean }>;

/** Filters of a list of entries, and where its page begins. `order`: by sequence, up or down. */
export type EntryFilter = Readonly<{
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  types?: readonly TypeFilter[];
  reference?: string | undefined;
  pspReference?: string | undefined;
  recipientHandle?: string | undefined;
  /** What a payout carries: see payouts-read.ts. */
  carried?: CarriedBy | undefined;
  order: "oldest" | "newest";
  /** The sequence that the page before ended with. */
  after?: number | undefined;
  limit: number;
}>;

/** A payout's place in the feed, and the one before it. */
export type CarriedBy = Readonly<{
  sequence: number;
  ledgerDate: LedgerDate;
  /** 0 before the first payout. */
  previousSequence: number;
  previousDate: LedgerDate | undefined;
}>;

/** A condition on an entry type. */
export function typeCondition(column: string, parameters: Parameters, filter: TypeFilter): string {
  const types = parameters.add(filter.types);
  return filter.isExcluded ? `${column} <> all(${types}::text[])` : `${column} = any(${types}::text[])`;
}
