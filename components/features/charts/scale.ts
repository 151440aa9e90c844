import { decimalsOf } from "@/lib/core/money";

/** From amounts to pixels. Amounts stay exact until the pixel, which has a thousandth. */
export type Scale = Readonly<{
  min: bigint;
  max: bigint;
  y: (amount: bigint) => number;
  ticks: readonly bigint[];
}>;

const STEPS = [1n, 2n, 5n] as const;
const PRECISION = 1_000n;

/**
 * A scale that holds zero and all the amounts, begins and ends on a tick, and has at most `ticksMax` ticks (but at
 * least two). Ticks are whole units of the currency. Pixels count downwards from `top`.
 */
export function scaleOf(
  amounts: Iterable<bigint>,
  options: Readonly<{ currency: string; top: number; height: number; ticksMax: number }>,
): Scale {
  let low = 0n;
  let high = 0n;
  for (const amount of amounts) {
    if (amount < low) low = amount;
    if (amount > high) high = amount;
  }
  const step = stepOf(low, high, options);
  const min = -ceilDivide(-low, step) * step;
  const max = high === 0n && low === 0n ? step : ceilDivide(high, step) * step;
  const ticks: bigint[] = [];
  for (let tick = min; tick <= max; tick += step) ticks.push(tick);
  return { min, max, ticks, y: (amount) => options.top + share(max - amount, max - min, options.height) };
}

/** The smallest of 1, 2, 5, 10, 20 … units by which the ticks are few enough. */
function stepOf(
  low: bigint,
  high: bigint,
  { currency, ticksMax }: Readonly<{ currency: string; ticksMax: number }>,
): bigint {
  const unit = 10n ** BigInt(decimalsOf(currency));
  for (let power = unit; ; power *= 10n) {
    for (const factor of STEPS) {
      const step = power * factor;
      const count = ceilDivide(high, step) + ceilDivide(-low, step) + 1n;
      if (count <= BigInt(Math.max(2, ticksMax)) || count <= 2n) return step;
    }
  }
}

function ceilDivide(amount: bigint, by: bigint): bigint {
  return (amount + by - 1n) / by;
}

/** `part` of `whole`, as that share of `length`, to a thousandth; 0 when there is no whole. */
export function share(part: bigint, whole: bigint, length: number): number {
  if (whole === 0n) return 0;
  return Number((part * BigInt(length) * PRECISION) / whole) / Number(PRECISION);
}

/** At most `max` of the indexes 0 … count − 1, evenly apart, with the first and the last. */
export function evenIndexes(count: number, max: number): number[] {
  if (count <= max) return Array.from({ length: count }, (_, index) => index);
  const gaps = Math.max(1, max - 1);
  return Array.from({ length: gaps + 1 }, (_, index) => Math.round((index * (count - 1)) / gaps));
}
