import { share } from "@/components/features/charts/scale";
import type { PayoutExplained } from "@/lib/contracts/shapes";

export type Cover = NonNullable<PayoutExplained["cover"]>;

export type LineName =
  | "left-before"
  | "captures"
  | "refunds"
  | "fees"
  | "payouts"
  | "other"
  | "breaks"
  | "left"
  | "paid";

/** Where a bar lies between the left and the right edge, in thousandths. */
export type Extent = Readonly<{ start: number; length: number }>;

/** A line of the waterfall: its signed amount, how many entries it is made of, and its bar. */
export type Line = Readonly<{ name: LineName; amount: bigint; count: number | null; bar: Extent }>;

export type Waterfall = Readonly<{
  lines: readonly Line[];
  paid: Line;
  /** What is missing between the lines and the amount paid out: zero, or the explanation is wrong. */
  difference: bigint;
}>;

const EDGE = 1_000;

/**
 * `left before + captures + refunds + fees + earlier payouts + other + breaks − left on the ledger = paid out`, where
 * paid out is the payout's amount with its sign turned. Lines that say nothing are left out; the first, the last and
 * captures always stand. Each bar begins where the one before it ended.
 */
export function waterfallOf(cover: Cover, amount: bigint): Waterfall {
  const steps: Readonly<{ name: LineName; amount: bigint; count: number | null }>[] = [
    { name: "left-before", amount: cover.leftBefore, count: null },
    { name: "captures", amount: cover.captures, count: cover.captureCount },
    { name: "refunds", amount: cover.refunds, count: cover.refundCount },
    { name: "fees", amount: cover.fees, count: cover.feeCount },
    { name: "payouts", amount: cover.payouts, count: cover.payoutCount },
    { name: "other", amount: cover.other, count: cover.otherCount },
    { name: "breaks", amount: cover.breaks, count: null },
    { name: "left", amount: -cover.left, count: null },
  ];
  const shown = steps.filter((step) => ALWAYS.has(step.name) || step.amount !== 0n || (step.count ?? 0) > 0);
  let reached = 0n;
  const spans = shown.map((step) => {
    const from = reached;
    reached += step.amount;
    return { ...step, from, to: reached };
  });
  const paidOut = -amount;
  const edges = [0n, paidOut, ...spans.map((span) => span.to)];
  const extentOf = extentsWithin(smallest(edges), largest(edges));
  return {
    lines: spans.map(({ name, amount: moved, count, from, to }) => ({
      name,
      amount: moved,
      count,
      bar: extentOf(from, to),
    })),
    paid: { name: "paid", amount: paidOut, count: null, bar: extentOf(0n, paidOut) },
    difference: paidOut - reached,
  };
}

const ALWAYS: ReadonlySet<LineName> = new Set(["left-before", "captures", "left"]);

function extentsWithin(low: bigint, high: bigint): (from: bigint, to: bigint) => Extent {
  return (from, to) => {
    const start = share((from < to ? from : to) - low, high - low, EDGE);
    const end = share((from < to ? to : from) - low, high - low, EDGE);
    return { start, length: end - start };
  };
}

function smallest(amounts: readonly bigint[]): bigint {
  return amounts.reduce((least, amount) => (amount < least ? amount : least), 0n);
}

function largest(amounts: readonly bigint[]): bigint {
  return amounts.reduce((most, amount) => (amount > most ? amount : most), 0n);
}
