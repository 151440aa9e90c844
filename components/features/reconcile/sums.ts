import { hasCode } from "@/lib/core/errors";
import { absMinor, parseAmount } from "@/lib/core/money";
import type { OpenItem } from "@/lib/contracts/reconciliation";

export type Sum = Readonly<{ currency: string; count: number; amount: bigint }>;

/** What an item is worth to whoever counts it: its payouts as the bank shows them, or the line when there are none. */
export function worthOf(item: OpenItem): bigint {
  return absMinor(item.kind === "line" ? item.booked : item.expected);
}

/** Counts and sums, one per currency and never across; currencies in alphabetical order. */
export function sumsOf(items: readonly OpenItem[]): readonly Sum[] {
  const sums = new Map<string, Sum>();
  for (const item of items) {
    const { currency } = item;
    const before = sums.get(currency) ?? { currency, count: 0, amount: 0n };
    sums.set(currency, { currency, count: before.count + 1, amount: before.amount + worthOf(item) });
  }
  return [...sums.values()].toSorted((one, other) => (one.currency < other.currency ? -1 : 1));
}

/** What is missing to zero when these amounts of lines are said to be these payouts; negative: too much. */
export function missingOf(
  payouts: readonly Readonly<{ amount: bigint }>[],
  lines: readonly Readonly<{ amount: bigint }>[],
): bigint {
  return totalOf(payouts) - totalOf(lines);
}

/** Amounts are all as the bank shows them. */
export function totalOf(parts: readonly Readonly<{ amount: bigint }>[]): bigint {
  return parts.reduce((sum, part) => sum + part.amount, 0n);
}

export type AmountFault = "amountUnreadable" | "amountZero" | "amountTooMuch" | "amountSign";

/** How much of a line is used, as a person typed it: at most what is left of it, and of its sign. */
export function readShare(text: string, left: bigint): bigint | AmountFault {
  const amount = readAmount(text);
  if (amount === undefined) return "amountUnreadable";
  if (amount === 0n) return "amountZero";
  if (amount > 0n !== left > 0n) return "amountSign";
  return absMinor(amount) > absMinor(left) ? "amountTooMuch" : amount;
}

/** What a person offers first for a split: as much of the line as the payouts come to. */
export function firstShare(expected: bigint, left: bigint): bigint {
  const fits = expected > 0n === left > 0n && absMinor(expected) <= absMinor(left);
  return fits ? expected : left;
}

function readAmount(text: string): bigint | undefined {
  try {
    return parseAmount(text);
  } catch (error) {
    if (hasCode(error, "invalid_input")) return undefined;
    throw error;
  }
}
