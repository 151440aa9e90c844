/** Sums over the entries of a topic, by ledger date and by type. */
import { dateText } from "./calendar";
import { ENTRY_TYPES, type EntryStore } from "./entry-store";

type TypeSum = { count: number; amount: bigint };
type DaySum = { ledgerDate: string; count: number; sum: bigint; byType: Record<string, TypeSum> };
type PayoutFacts = Readonly<{ ledgerDate: string; pspReference: string; amount: bigint }>;

export type Tally = Readonly<{
  count: number;
  sum: bigint;
  /** In order of date. */
  days: readonly DaySum[];
  payouts: readonly PayoutFacts[];
  /** PSP references of payouts that came back. */
  aborted: ReadonlySet<string>;
}>;

export type CountedEntry = Readonly<{
  ledgerDate: string;
  entryType: string;
  pspReference: string;
  amount: bigint;
}>;

const PAYOUT_TYPES: ReadonlySet<string> = new Set(["payout-scheduled", "scheduled-for-payout"]);

function toTally(
  days: Iterable<DaySum>,
  marked: Readonly<{ payouts: PayoutFacts[]; aborted: Set<string> }>,
): Tally {
  const sorted = [...days].sort((a, b) => (a.ledgerDate < b.ledgerDate ? -1 : 1));
  return {
    count: sorted.reduce((count, day) => count + day.count, 0),
    sum: sorted.reduce((sum, day) => sum + day.sum, 0n),
    days: sorted,
    ...marked,
  };
}

export function tallyEntries(entries: Iterable<CountedEntry>): Tally {
  const days = new Map<string, DaySum>();
  const payouts: PayoutFacts[] = [];
  const aborted = new Set<string>();
  for (const { ledgerDate, entryType, pspReference, amount } of entries) {
    const day = days.get(ledgerDate) ?? { ledgerDate, count: 0, sum: 0n, byType: {} };
    days.set(ledgerDate, day);
    const ofType = (day.byType[entryType] ??= { count: 0, amount: 0n });
    day.count += 1;
    day.sum += amount;
    ofType.count += 1;
    ofType.amount += amount;
    if (PAYOUT_TYPES.has(entryType)) payouts.push({ ledgerDate, pspReference, amount });
    if (entryType === "payout-aborted") aborted.add(pspReference);
  }
  return toTally(days.values(), { payouts, aborted });
}

/** The same for a store, in plain numbers: its sums are far below 2^53. */
export function tallyStore(store: EntryStore, count: number): Tally {
  const counts = new Map<number, Float64Array>();
  const width = ENTRY_TYPES.length;
  for (let i = 0; i < count; i += 1) {
    const day = store.day(i);
    let cells = counts.get(day);
    if (cells === undefined) counts.set(day, (cells = new Float64Array(2 * width)));
    const code = store.typeCode(i);
    cells[code] = (cells[code] ?? 0) + 1;
    cells[width + code] = (cells[width + code] ?? 0) + store.amount(i);
  }
  const days = [...counts].map(([day, cells]) => toDaySum(dateText(day), cells));
  const payouts: PayoutFacts[] = [];
  const aborted = new Set<string>();
  for (const [i, { psp }] of store.specials) {
    if (i >= count) continue;
    const type = store.type(i);
    if (PAYOUT_TYPES.has(type)) {
      payouts.push({
        ledgerDate: dateText(store.day(i)),
        pspReference: psp,
        amount: BigInt(store.amount(i)),
      });
    }
    if (type === "payout-aborted") aborted.add(psp);
  }
  return toTally(days, { payouts, aborted });
}

function toDaySum(ledgerDate: string, cells: Float64Array): DaySum {
  const day: DaySum = { ledgerDate, count: 0, sum: 0n, byType: {} };
  ENTRY_TYPES.forEach((type, code) => {
    const count = cells[code] ?? 0;
    if (count === 0) return;
    const amount = BigInt(cells[ENTRY_TYPES.length + code] ?? 0);
    day.count += count;
    day.sum += amount;
    day.byType[type] = { count, amount };
  });
  return day;
}
