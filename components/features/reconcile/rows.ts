import type { OpenItem } from "@/lib/contracts/reconciliation";

/**
 * The rows as they stand on the screen. They keep their places until the person moves on: what is decided stays where
 * it was, and what comes new waits to be shown, unless it comes of a decision made here.
 */
export type Rows = Readonly<{
  order: readonly string[];
  /** Everything that was ever read of them, also of those that are gone by now. */
  known: ReadonlyMap<string, OpenItem>;
  /** Those that are still there. */
  live: ReadonlySet<string>;
  /** New ones, which are not shown yet. */
  waiting: readonly string[];
}>;

export const NO_ROWS: Rows = { order: [], known: new Map(), live: new Set(), waiting: [] };

/**
 * The rows after a read. `items`: all that is read by now, in the server's order. `decided`: rows that were decided
 * here; what is new and shares a payout or a line with one of them is put right behind it.
 */
export function rowsAfter(before: Rows, items: readonly OpenItem[], decided: ReadonlySet<string>): Rows {
  const known = new Map(before.known);
  for (const item of items) known.set(item.id, item);
  const live = new Set(items.map((item) => item.id));
  const placed = new Set(before.order);
  const firstUnseen = items.findLastIndex((item) => placed.has(item.id)) + 1;
  const ofPart = partsOf(before.order.filter((id) => decided.has(id)).flatMap((id) => known.get(id) ?? []));
  const behind = new Map<string, string[]>();
  const waiting: string[] = [];
  const further: string[] = [];
  for (const [at, item] of items.entries()) {
    if (placed.has(item.id)) continue;
    placed.add(item.id);
    const cause = keysOf(item).flatMap((key) => ofPart.get(key) ?? [])[0];
    if (cause !== undefined) behind.set(cause, [...(behind.get(cause) ?? []), item.id]);
    else if (at >= firstUnseen) further.push(item.id);
    else waiting.push(item.id);
  }
  const order = before.order.flatMap((id) => [id, ...(behind.get(id) ?? [])]);
  return { order: [...order, ...further], known, live, waiting };
}

/** For each payout and line of these rows, the row. */
function partsOf(items: readonly OpenItem[]): Map<string, string> {
  return new Map(items.flatMap((item) => keysOf(item).map((key) => [key, item.id] as const)));
}

function keysOf(item: OpenItem): string[] {
  return [
    ...item.payouts.map(({ id }) => id),
    ...item.lines.map(({ id }) => id),
    ...item.entries.map(({ key }) => Object.values(key).join(" ")),
  ];
}

/** The row to stand on after `from`: the next one below that is open, else the nearest above, else none. */
export function nextOpen(
  order: readonly string[],
  from: string,
  isOpen: (id: string) => boolean,
): string | undefined {
  const at = order.indexOf(from);
  return order.slice(at + 1).find(isOpen) ?? order.slice(0, Math.max(0, at)).findLast(isOpen);
}

/** The row so many steps away, held at the ends; the first when the person stands nowhere. */
export function stepTo(order: readonly string[], from: string | undefined, step: 1 | -1): string | undefined {
  const at = from === undefined ? -1 : order.indexOf(from);
  if (at < 0) return order[0];
  return order[Math.min(order.length - 1, Math.max(0, at + step))];
}

/** A page of the list as it was read first: `end` is its last row then, and its border for good; null: the list's. */
export type WorkPage = Readonly<{
  items: readonly OpenItem[];
  nextCursor: string | null;
  end: Readonly<{ at: string; id: string }> | null;
}>;

/** A page that was just read, with its border. */
export function pageWithEnd(page: Omit<WorkPage, "end">): WorkPage {
  const last = page.items.at(-1);
  return {
    ...page,
    end: page.nextCursor === null || last === undefined ? null : { at: last.at, id: last.id },
  };
}

/** Whether a row lies behind the border: newest is first, as the server orders them. */
export function isBehind(row: Readonly<{ at: string; id: string }>, end: WorkPage["end"]): boolean {
  return end !== null && (row.at < end.at || (row.at === end.at && row.id < end.id));
}

/** Which pages hold rows of one of these dates, or would: those that are read again when something there changed. */
export function pagesOfDates(pages: readonly WorkPage[], dates: readonly string[]): readonly number[] {
  return pages.flatMap(({ end }, at) => {
    const begin = pages[at - 1]?.end ?? null;
    const holds = (date: string): boolean =>
      (begin === null || date <= begin.at) && (end === null || date >= end.at);
    return dates.some(holds) ? [at] : [];
  });
}

/** Dates of everything that a row is about: where rows may come and go when it is decided. */
export function datesOf(item: OpenItem): readonly string[] {
  return [
    item.at,
    ...item.payouts.map(({ ledgerDate }) => ledgerDate),
    ...item.lines.map(({ bookingDate }) => bookingDate),
  ];
}
