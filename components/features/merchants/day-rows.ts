import type { MerchantDay, MerchantDays } from "@/lib/contracts/merchant-days";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** What moved a balance, as people read it. All but `breaks` are sums of entries. */
export type Moved = Readonly<
  Record<"captures" | "refunds" | "fees" | "payouts" | "other" | "breaks", bigint>
>;

export type DayRow = Readonly<{ date: LedgerDate; amounts: Moved; entryCount: number; closing: bigint }>;

/** One sales unit's part; `handle` is `''` for what belongs to none, like payouts. */
export type UnitDayRow = Readonly<{
  date: LedgerDate;
  handle: string;
  amounts: Moved;
  entryCount: number;
  closing: bigint | null;
}>;

/** A sales unit with all its days. */
export type UnitDays = Readonly<{ handle: string; name: string; days: readonly UnitDayRow[]; total: Moved }>;

export const NOTHING_MOVED: Moved = {
  captures: 0n,
  refunds: 0n,
  fees: 0n,
  payouts: 0n,
  other: 0n,
  breaks: 0n,
};

export function addMoved(left: Moved, right: Moved): Moved {
  return {
    captures: left.captures + right.captures,
    refunds: left.refunds + right.refunds,
    fees: left.fees + right.fees,
    payouts: left.payouts + right.payouts,
    other: left.other + right.other,
    breaks: left.breaks + right.breaks,
  };
}

/** The currencies of the days, those without any day included. */
export function currenciesOf(days: MerchantDays): string[] {
  return [
    ...new Set([...days.openings.map((of) => of.currency), ...days.items.map((of) => of.currency)]),
  ].toSorted();
}

export function openingOf(days: MerchantDays, currency: string): bigint {
  return days.openings.find((of) => of.currency === currency)?.opening ?? 0n;
}

/** One row a ledger date, all shops together, oldest first. */
export function dayRowsOf(days: MerchantDays, currency: string): DayRow[] {
  const rows = new Map<LedgerDate, DayRow>();
  let balance = openingOf(days, currency);
  for (const item of days.items) {
    if (item.currency !== currency) continue;
    const before = rows.get(item.ledgerDate);
    balance = item.closing ?? balance;
    rows.set(item.ledgerDate, {
      date: item.ledgerDate,
      amounts: addMoved(before?.amounts ?? NOTHING_MOVED, movedBy(item)),
      entryCount: (before?.entryCount ?? 0) + item.entryCount,
      closing: balance,
    });
  }
  return [...rows.values()];
}

/** The same days by sales unit, units by name; what belongs to no unit comes last. */
export function unitDaysOf(days: MerchantDays, currency: string): UnitDays[] {
  const names = new Map(days.handles.map((of) => [of.recipientHandle, of.name]));
  const units = new Map<string, UnitDayRow[]>();
  for (const item of days.items) {
    if (item.currency !== currency) continue;
    const rows = units.get(item.recipientHandle) ?? [];
    rows.push({
      date: item.ledgerDate,
      handle: item.recipientHandle,
      amounts: movedBy(item),
      entryCount: item.entryCount,
      closing: item.closing,
    });
    units.set(item.recipientHandle, rows);
  }
  return [...units.entries()]
    .map(([handle, rows]) => ({
      handle,
      name: names.get(handle) ?? handle,
      days: rows,
      total: rows.reduce((sum, row) => addMoved(sum, row.amounts), NOTHING_MOVED),
    }))
    .toSorted(
      (left, right) =>
        Number(left.handle === "") - Number(right.handle === "") || (left.name < right.name ? -1 : 1),
    );
}

function movedBy(item: MerchantDay): Moved {
  const { captures, refunds, fees, payouts, other, breaks } = item;
  return { captures, refunds, fees, payouts, other, breaks };
}
