import type { LedgerDate } from "@/lib/core/ledger-date";

import { pixel } from "@/components/features/charts/step-line";

/** What a ledger date moved, by series. */
export type DayAmounts<Series extends string> = Readonly<{
  date: LedgerDate;
  amounts: Readonly<Record<Series, bigint>>;
}>;

/** A bar of one series on one date: from one amount to another, on the money axis. */
export type Bar<Series extends string> = Readonly<{ series: Series; slot: number; from: bigint; to: bigint }>;

/**
 * Stacks each date's series away from zero, in their order: what is positive upwards, what is negative downwards.
 * `slotOf` says which place along the time axis a date has; dates without a place are left out.
 */
export function stack<Series extends string>(
  days: readonly DayAmounts<Series>[],
  series: readonly Series[],
  slotOf: (date: LedgerDate) => number | undefined,
): Bar<Series>[] {
  const bars: Bar<Series>[] = [];
  for (const day of days) {
    const slot = slotOf(day.date);
    if (slot === undefined) continue;
    let above = 0n;
    let below = 0n;
    for (const name of series) {
      const amount = day.amounts[name];
      if (amount === 0n) continue;
      const from = amount > 0n ? above : below;
      const to = from + amount;
      bars.push({ series: name, slot, from, to });
      if (amount > 0n) above = to;
      else below = to;
    }
  }
  return bars;
}

/** All bars of one series as one path: a year of days stays one element. */
export function barsPath(
  bars: readonly Bar<string>[],
  area: Readonly<{ slots: number; left: number; width: number; y: (amount: bigint) => number }>,
): string {
  const slot = area.width / Math.max(1, area.slots);
  const thickness = Math.max(0.6, slot * 0.72);
  const inset = (slot - thickness) / 2;
  return bars
    .map((bar) => {
      const start = area.y(bar.from);
      const end = area.y(bar.to);
      const top = Math.min(start, end);
      // What was moved is seen, however little it is beside the rest.
      const height = Math.max(0.7, Math.abs(end - start));
      return `M${pixel(area.left + slot * bar.slot + inset)} ${pixel(top)}h${pixel(thickness)}v${pixel(height)}h${pixel(-thickness)}z`;
    })
    .join("");
}
