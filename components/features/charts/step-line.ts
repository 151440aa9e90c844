import { eachDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** A balance at the end of a ledger date. */
export type Level = Readonly<{ date: LedgerDate; balance: bigint }>;

/** One level a date, from `from` through `to`: a date on which nothing happened keeps the balance before it. */
export function levelsOf(
  known: readonly Level[],
  over: Readonly<{ from: LedgerDate; to: LedgerDate; opening: bigint }>,
): Level[] {
  const byDate = new Map(known.map((level) => [level.date, level.balance]));
  let balance = over.opening;
  const levels: Level[] = [];
  for (const date of eachDate(over.from, over.to)) {
    balance = byDate.get(date) ?? balance;
    levels.push({ date, balance });
  }
  return levels;
}

/**
 * The path of a balance that jumps in the middle of each date's slot and is flat between: it begins at the opening,
 * at the left edge, and ends with the last balance at the right edge.
 */
export function stepPath(
  levels: readonly Level[],
  area: Readonly<{ opening: bigint; left: number; width: number; y: (amount: bigint) => number }>,
): string {
  const { opening, left, width, y } = area;
  const slot = width / Math.max(1, levels.length);
  const parts = [`M${pixel(left)} ${pixel(y(opening))}`];
  let last = opening;
  for (const [index, { balance }] of levels.entries()) {
    if (balance === last) continue;
    parts.push(`H${pixel(left + slot * (index + 0.5))}V${pixel(y(balance))}`);
    last = balance;
  }
  parts.push(`H${pixel(left + width)}`);
  return parts.join("");
}

/** Tenths of a pixel are enough for an eye, and keep the page small. */
export function pixel(value: number): string {
  return String(Math.round(value * 10) / 10);
}
