import type { LedgerDate } from "@/lib/core/ledger-date";

/**
 * A file may say one thing several times: an archive holds files that overlap, and some banks put a statement into a
 * file twice. Each such saying is a part of the file, and parts are laid over one another as files are.
 */
export type PlaceInFile = Readonly<{ part: number; order: number }>;

/** A statement as far as it tells whether its file has said it before. */
export type SaidStatement = Readonly<{
  /** Of the file within an archive; 0 for a file that is none. */
  inner: number;
  /** Account, id, number and page, as a text; undefined when the statement has no id: then nothing can be said of it. */
  saying: string | undefined;
  opening: bigint | undefined;
  /** The dates of its lines; undefined without lines. */
  first: LedgerDate | undefined;
  last: LedgerDate | undefined;
}>;

/** Statements of a part; parts times this fit the database's four bytes. */
const ORDERS = 1_000_000;
const PARTS_MAX = 2_000;

/** Part and order as one number, in which parts come one after the other. */
export function toPlace({ part, order }: PlaceInFile): number {
  return part * ORDERS + order;
}

export function placeInFile(place: number): PlaceInFile {
  return { part: Math.floor(place / ORDERS), order: place % ORDERS };
}

/** Whether a file can have so many statements. */
export function isOrder(order: number): boolean {
  return order < ORDERS;
}

/**
 * Tells, statement by statement, which part of the file it is in. It is a repeat of an earlier one when it has its id,
 * number, page and opening balance, and lines of the same dates. An id alone says nothing: many banks give all their
 * statements the same one. Undefined: the file has more parts than can be.
 */
export function createFileParts(): (
  said: SaidStatement,
) => Readonly<{ part: number; isRepeat: boolean }> | undefined {
  const parts = new Map<string, number>();
  const spans = new Map<string, { first: LedgerDate; last: LedgerDate }>();
  const partOf = (inner: number, nth: number): number | undefined => {
    const key = `${String(inner)} ${String(nth)}`;
    const part = parts.get(key) ?? parts.size;
    if (part >= PARTS_MAX) return undefined;
    parts.set(key, part);
    return part;
  };
  return ({ inner, saying, opening, first, last }) => {
    let nth = 0;
    if (saying !== undefined && first !== undefined && last !== undefined) {
      for (; ; nth += 1) {
        const key = JSON.stringify([inner, saying, String(opening), nth]);
        const span = spans.get(key);
        const isApart = span === undefined || first > span.last || last < span.first;
        if (!isApart) continue;
        const from = span === undefined || first < span.first ? first : span.first;
        const to = span === undefined || last > span.last ? last : span.last;
        spans.set(key, { first: from, last: to });
        break;
      }
    }
    const part = partOf(inner, nth);
    return part === undefined ? undefined : { part, isRepeat: nth > 0 };
  };
}
