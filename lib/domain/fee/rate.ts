/**
 * The effective fee rate of a sales unit in a calendar month: what the fees topic charged in capture fees on ledger
 * dates of the month, divided by what the funds topic captured on ledger dates of the month, both for that sales
 * unit. Fees may be booked some days after their capture (DOMAIN §0.7), so a month has the late fees of the month
 * before it and lacks its own last ones; over a whole month that is little, and a month that is not over has no flag.
 * Service fees, corrections and credit notes are no part of it.
 */

/** A rate as millionths: 17 500 is 1.75 %. Integers, so that comparing is exact. */
export type Millionths = number;

const MILLION = 1_000_000n;

/** Months before this one that it is compared with. */
export const RATE_MONTHS_BEFORE = 6;
/** Of those, how many must have a rate of their own: fewer say nothing of what is usual. */
export const RATE_MONTHS_NEEDED = 3;
/** A month with fewer captures has a rate, but neither a flag nor a say in what is usual. */
export const RATE_CAPTURES_MIN = 20;
/** 0.25 percentage points. */
export const RATE_JUMP_MILLIONTHS: Millionths = 2_500;
/** 10 % of what is usual. */
export const RATE_JUMP_PERCENT = 10;

export type RateMonth = Readonly<{
  /** `2026-03`. */
  month: string;
  /** What was captured: positive. */
  captures: bigint;
  captureCount: number;
  /** Capture fees as they move the fees balance: negative. */
  captureFees: bigint;
  isOver: boolean;
}>;

export type RatedMonth = RateMonth &
  Readonly<{
    /** Undefined when nothing was captured. */
    rate: Millionths | undefined;
    /** The median of the months before it; undefined when too few of them have a rate that counts. */
    usual: Millionths | undefined;
    /** It differs from what is usual by more than 0.25 percentage points and by more than 10 % of it. */
    flag: "higher" | "lower" | undefined;
  }>;

/** Fees over captures, rounded to the nearest millionth. */
export function feeRate(captureFees: bigint, captures: bigint): Millionths | undefined {
  if (captures <= 0n) return undefined;
  const doubled = (-captureFees * MILLION * 2n) / captures;
  return Number((doubled + (doubled < 0n ? -1n : 1n)) / 2n);
}

/** The months of one sales unit with their rates, in order; months that are not there had neither sales nor fees. */
export function rateMonths(months: readonly RateMonth[]): RatedMonth[] {
  const ordered = months.toSorted((left, right) => (left.month < right.month ? -1 : 1));
  const rates = new Map<string, Millionths>();
  return ordered.map((month) => {
    const rate = feeRate(month.captureFees, month.captures);
    const doesCount = month.isOver && month.captureCount >= RATE_CAPTURES_MIN;
    const usual = usualBefore(month.month, rates);
    if (rate !== undefined && doesCount) rates.set(month.month, rate);
    const flag = doesCount && rate !== undefined && usual !== undefined ? flagOf(rate, usual) : undefined;
    return { ...month, rate, usual, flag };
  });
}

function flagOf(rate: Millionths, usual: Millionths): "higher" | "lower" | undefined {
  const difference = Math.abs(rate - usual);
  if (difference <= RATE_JUMP_MILLIONTHS || difference * 100 <= Math.abs(usual) * RATE_JUMP_PERCENT)
    return undefined;
  return rate > usual ? "higher" : "lower";
}

function usualBefore(month: string, rates: ReadonlyMap<string, Millionths>): Millionths | undefined {
  const before: Millionths[] = [];
  for (let back = 1; back <= RATE_MONTHS_BEFORE; back += 1) {
    const rate = rates.get(monthsBefore(month, back));
    if (rate !== undefined) before.push(rate);
  }
  if (before.length < RATE_MONTHS_NEEDED) return undefined;
  const sorted = before.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : Math.round(((sorted[middle - 1] ?? 0) + upper) / 2);
}

/** `2026-01`, 2 → `2025-11`. */
export function monthsBefore(month: string, count: number): string {
  const [year = "0", number = "1"] = month.split("-");
  const index = Number(year) * 12 + Number(number) - 1 - count;
  return `${String(Math.floor(index / 12)).padStart(4, "0")}-${String((index % 12) + 1).padStart(2, "0")}`;
}
