import { isPayout, kindOf } from "@/lib/domain/ledger/kind";
import type { Kind } from "@/lib/domain/ledger/kind";
import type { KeptEntry } from "@/lib/domain/ledger/repeats";
import type { Topic } from "@/lib/domain/ledger/states";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** One entry with its place in the copy. */
export type NumberedEntry = KeptEntry & Readonly<{ sequence: number }>;

/** A place where the provider's chain does not hold: `amount = found − expected`. */
export type ChainBreak = Readonly<{
  sequence: number;
  ledgerDate: LedgerDate;
  /** The balance that the entry should have led to. */
  expected: bigint;
  /** The balance that it states. */
  found: bigint;
  amount: bigint;
  content: string;
  ordinal: number;
}>;

/** What one date, handle and type grew by, and how much of it payouts carried since. */
export type SumDelta = {
  readonly ledgerDate: LedgerDate;
  readonly recipientHandle: string;
  readonly entryType: string;
  amount: bigint;
  count: number;
  carriedAmount: bigint;
  carriedCount: number;
};

/** What one date grew by. */
export type DayDelta = {
  readonly ledgerDate: LedgerDate;
  entryCount: number;
  breakAmount: bigint;
  carriedBreak: bigint;
  firstSequence: number | undefined;
  lastSequence: number | undefined;
};

/** A payout and what it carries: `leftAfter = leftBefore + sums + breaks + amount` of its entry. */
export type Cover = Readonly<{
  entry: NumberedEntry;
  fromDate: LedgerDate | undefined;
  sums: Readonly<Record<Kind, bigint>>;
  counts: Readonly<Record<Kind, number>>;
  breaks: bigint;
  leftBefore: bigint;
  leftAfter: bigint;
}>;

/** What no payout has carried yet, before this page. */
export type Uncarried = Readonly<{
  sums: readonly Readonly<{
    ledgerDate: LedgerDate;
    recipientHandle: string;
    entryType: string;
    amount: bigint;
    count: number;
  }>[];
  breaks: readonly Readonly<{ ledgerDate: LedgerDate; amount: bigint }>[];
  /** Left after the last payout; undefined before the first. */
  leftBefore: bigint | undefined;
}>;

export type Fold = Readonly<{
  entries: readonly NumberedEntry[];
  breaks: readonly ChainBreak[];
  sums: readonly SumDelta[];
  days: readonly DayDelta[];
  covers: readonly Cover[];
  firstBalance: bigint | undefined;
  headBalance: bigint | undefined;
}>;

/** True when the page has a payout, so that `foldPage` needs to know what is uncarried. */
export function hasPayout(topic: Topic, page: readonly KeptEntry[]): boolean {
  return page.some((entry) => isPayout(topic, entry.entryType));
}

/**
 * Numbers the new entries of a page and folds them: breaks, sums and counts by date, and the covers of
 * payouts (DESIGN §4 `payout_cover`, §5 steps 3 to 6). A payout of date D carries the entries of dates ≤ D
 * that stand before it and that no earlier payout carried; entries of later dates wait for the next.
 */
export function foldPage(
  topic: Topic,
  page: readonly KeptEntry[],
  from: Readonly<{
    nextSequence: number;
    firstBalance: bigint | undefined;
    headBalance: bigint | undefined;
    uncarried: Uncarried;
  }>,
): Fold {
  const sums = new Map<string, SumDelta>();
  const days = new Map<LedgerDate, DayDelta>();
  const pools = poolsOf(from.uncarried);
  const entries: NumberedEntry[] = [];
  const breaks: ChainBreak[] = [];
  const covers: Cover[] = [];
  let sequence = from.nextSequence;
  let balance = from.headBalance;
  let firstBalance = from.firstBalance;
  let left = from.uncarried.leftBefore;
  for (const kept of page) {
    const entry: NumberedEntry = { ...kept, sequence };
    sequence += 1;
    entries.push(entry);
    firstBalance ??= entry.balanceBefore;
    left ??= firstBalance;
    const found = breakOf(entry, balance);
    if (found !== undefined) breaks.push(found);
    balance = entry.balanceAfter;
    const sum = sumOf(sums, entry);
    sum.amount += entry.amount;
    sum.count += 1;
    const day = dayOf(days, entry.ledgerDate);
    day.entryCount += 1;
    day.breakAmount += found?.amount ?? 0n;
    day.firstSequence ??= entry.sequence;
    day.lastSequence = entry.sequence;
    if (topic !== "funds") continue;
    const pool = poolOf(pools, entry.ledgerDate);
    pool.breaks += found?.amount ?? 0n;
    if (isPayout(topic, entry.entryType)) {
      const cover = coverOf(entry, pools, left, { sums, days });
      covers.push(cover);
      left = cover.leftAfter;
      sum.carriedAmount += entry.amount;
      sum.carriedCount += 1;
    } else {
      const row = poolRowOf(pool, entry.recipientHandle, entry.entryType);
      row.amount += entry.amount;
      row.count += 1;
    }
  }
  return {
    entries,
    breaks,
    sums: [...sums.values()],
    days: [...days.values()],
    covers,
    firstBalance,
    headBalance: balance,
  };
}

/** The break at an entry, if any: neither the jump to it nor its own arithmetic may be off. */
function breakOf(entry: NumberedEntry, balance: bigint | undefined): ChainBreak | undefined {
  const before = balance ?? entry.balanceBefore;
  const expected = before + entry.amount;
  if (entry.balanceBefore === before && entry.balanceAfter === expected) return undefined;
  const { sequence, ledgerDate, content, ordinal, balanceAfter } = entry;
  return {
    sequence,
    ledgerDate,
    content,
    ordinal,
    expected,
    found: balanceAfter,
    amount: balanceAfter - expected,
  };
}

type PoolRow = {
  readonly recipientHandle: string;
  readonly entryType: string;
  amount: bigint;
  count: number;
};
type Pool = { readonly rows: Map<string, PoolRow>; breaks: bigint };

function poolsOf(uncarried: Uncarried): Map<LedgerDate, Pool> {
  const pools = new Map<LedgerDate, Pool>();
  for (const row of uncarried.sums) {
    const kept = poolRowOf(poolOf(pools, row.ledgerDate), row.recipientHandle, row.entryType);
    kept.amount += row.amount;
    kept.count += row.count;
  }
  for (const row of uncarried.breaks) poolOf(pools, row.ledgerDate).breaks += row.amount;
  return pools;
}

function poolOf(pools: Map<LedgerDate, Pool>, ledgerDate: LedgerDate): Pool {
  let pool = pools.get(ledgerDate);
  if (pool === undefined) {
    pool = { rows: new Map(), breaks: 0n };
    pools.set(ledgerDate, pool);
  }
  return pool;
}

function poolRowOf(pool: Pool, recipientHandle: string, entryType: string): PoolRow {
  const key = `${recipientHandle}\n${entryType}`;
  let row = pool.rows.get(key);
  if (row === undefined) {
    row = { recipientHandle, entryType, amount: 0n, count: 0 };
    pool.rows.set(key, row);
  }
  return row;
}

function coverOf(
  entry: NumberedEntry,
  pools: Map<LedgerDate, Pool>,
  leftBefore: bigint,
  deltas: Readonly<{ sums: Map<string, SumDelta>; days: Map<LedgerDate, DayDelta> }>,
): Cover {
  const sums: Record<Kind, bigint> = { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n };
  const counts: Record<Kind, number> = { capture: 0, refund: 0, fee: 0, payout: 0, other: 0 };
  let breaks = 0n;
  let fromDate: LedgerDate | undefined;
  for (const [ledgerDate, pool] of pools) {
    if (ledgerDate > entry.ledgerDate) continue;
    for (const row of pool.rows.values()) {
      const kind = kindOf("funds", row.entryType);
      sums[kind] += row.amount;
      counts[kind] += row.count;
      const delta = sumOf(deltas.sums, { ...row, ledgerDate });
      delta.carriedAmount += row.amount;
      delta.carriedCount += row.count;
      if (fromDate === undefined || ledgerDate < fromDate) fromDate = ledgerDate;
    }
    breaks += pool.breaks;
    if (pool.breaks !== 0n) dayOf(deltas.days, ledgerDate).carriedBreak += pool.breaks;
    pools.delete(ledgerDate);
  }
  const total = sums.capture + sums.refund + sums.fee + sums.payout + sums.other;
  return {
    entry,
    fromDate,
    sums,
    counts,
    breaks,
    leftBefore,
    leftAfter: leftBefore + total + breaks + entry.amount,
  };
}

function sumOf(
  sums: Map<string, SumDelta>,
  of: Readonly<{ ledgerDate: LedgerDate; recipientHandle: string; entryType: string }>,
): SumDelta {
  const key = `${of.ledgerDate}\n${of.recipientHandle}\n${of.entryType}`;
  let sum = sums.get(key);
  if (sum === undefined) {
    const { ledgerDate, recipientHandle, entryType } = of;
    sum = {
      ledgerDate,
      recipientHandle,
      entryType,
      amount: 0n,
      count: 0,
      carriedAmount: 0n,
      carriedCount: 0,
    };
    sums.set(key, sum);
  }
  return sum;
}

function dayOf(days: Map<LedgerDate, DayDelta>, ledgerDate: LedgerDate): DayDelta {
  let day = days.get(ledgerDate);
  if (day === undefined) {
    day = {
      ledgerDate,
      entryCount: 0,
      breakAmount: 0n,
      carriedBreak: 0n,
      firstSequence: undefined,
      lastSequence: undefined,
    };
    days.set(ledgerDate, day);
  }
  return day;
}
