import fc from "fast-check";

import type { WireEntry } from "@/tests/factories/simulator";

/** What one step of a made-up history adds. */
type Step = Readonly<
  | { kind: "capture" | "refund" | "correction" | "strange"; amount: number; handle: number; ms: number }
  | { kind: "dispute"; amount: number; cycles: number }
  | { kind: "night"; hasPayout: boolean; keep: number }
  | { kind: "late"; daysBack: number; amount: number }
  | { kind: "break"; jump: number }
  | { kind: "zero" }
>;

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("capture" as const, "refund" as const, "correction" as const, "strange" as const),
      amount: fc.integer({ min: -5_000, max: 50_000 }),
      handle: fc.integer({ min: 0, max: 2 }),
      ms: fc.integer({ min: 0, max: 4_000_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("dispute" as const),
      amount: fc.integer({ min: 1, max: 900 }),
      cycles: fc.integer({ min: 1, max: 3 }),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constant("night" as const),
      hasPayout: fc.boolean(),
      keep: fc.integer({ min: 0, max: 3_000 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant("late" as const),
      daysBack: fc.integer({ min: 1, max: 3 }),
      amount: fc.integer({ min: -900, max: 900 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant("break" as const), jump: fc.integer({ min: -700, max: 700 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("zero" as const) }) },
);

export type HistoryOptions = Readonly<{
  /** Breaks in the provider's chain. */
  breaks: boolean;
  /** Dispute runs of one timestamp whose cycles equal each other in every field. */
  equalCycles: boolean;
}>;

const START_MS = Date.parse("2026-03-02T08:00:00Z");
const DAY_MS = 86_400_000;
const HANDLES = ["NO:57860", "api:123456", ""];

/** Histories of a funds ledger as the feed would give them: captures, refunds, disputes, nights, late entries, the unheard of. */
export function ledgerHistory(options: HistoryOptions): fc.Arbitrary<readonly WireEntry[]> {
  return fc
    .tuple(fc.integer({ min: -2_000, max: 9_000 }), fc.array(step, { minLength: 1, maxLength: 40 }))
    .map(([opening, steps]) => build(opening, steps, options));
}

function build(opening: number, steps: readonly Step[], options: HistoryOptions): readonly WireEntry[] {
  const entries: WireEntry[] = [];
  let balance = opening;
  let atMs = START_MS;
  let date = dateOf(atMs);
  let serial = 0;
  const add = (
    fields: Readonly<{
      entryType: string;
      amount: number;
      ledgerDate?: string;
      handle?: string;
      psp?: string;
      reference?: string;
      jump?: number;
    }>,
  ): void => {
    const balanceBefore = balance + (fields.jump ?? 0);
    balance = balanceBefore + fields.amount;
    serial += 1;
    entries.push({
      pspReference: fields.psp ?? `psp-${String(serial)}`,
      time: `${new Date(atMs).toISOString().slice(0, 23)}000Z`,
      ledgerDate: fields.ledgerDate ?? date,
      entryType: fields.entryType,
      reference: fields.reference ?? `order-${String(serial)}`,
      currency: "NOK",
      amount: fields.amount,
      balanceBefore,
      balanceAfter: balance,
      recipientHandle: fields.handle ?? "",
    });
  };
  for (const next of steps) {
    switch (next.kind) {
      case "night": {
        // Written after midnight, when the next date's captures have begun; booked on the date before.
        atMs = Date.parse(`${date}T00:00:00Z`) + DAY_MS + 1_000;
        const before = date;
        date = dateOf(atMs);
        add({ entryType: "capture", amount: 100 + next.keep, handle: HANDLES[0] ?? "" });
        atMs += 600_000;
        const fees = -Math.round(Math.max(0, balance) * 0.02);
        if (fees !== 0) add({ entryType: "fees-retained", amount: fees, ledgerDate: before, reference: "" });
        if (next.hasPayout) {
          add({
            entryType: "payout-scheduled",
            amount: -(balance - next.keep),
            ledgerDate: before,
            psp: `77-${String(2_000_000 + serial)}`,
            reference: "",
          });
        }
        break;
      }
      case "dispute":
        for (let cycle = 0; cycle < next.cycles; cycle += 1) {
          const psp = options.equalCycles ? "psp-disputed" : `psp-disputed-${String(serial)}`;
          add({
            entryType: "retained-disputed-capture",
            amount: -next.amount,
            psp,
            reference: "order-disputed",
          });
          add({
            entryType: "returned-disputed-capture",
            amount: next.amount,
            psp,
            reference: "order-disputed",
          });
        }
        atMs += 1_000;
        break;
      case "late":
        atMs += 1;
        add({
          entryType: "correction",
          amount: next.amount,
          ledgerDate: dateOf(Date.parse(`${date}T00:00:00Z`) - next.daysBack * DAY_MS),
        });
        break;
      case "break":
        atMs += 1;
        if (options.breaks && next.jump !== 0) add({ entryType: "capture", amount: 50, jump: next.jump });
        break;
      case "zero":
        atMs += 1;
        add({ entryType: "correction", amount: 0 });
        break;
      default:
        atMs += next.ms;
        if (dateOf(atMs) !== date) date = dateOf(atMs);
        add({
          entryType: next.kind === "strange" ? "loyalty-adjustment" : next.kind,
          amount: next.amount,
          handle: HANDLES[next.handle] ?? "",
        });
    }
  }
  return entries;
}

function dateOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** What a payout carries, straight from the definition: dates up to its own, standing before it, not carried earlier. */
export function carriedOf(
  entries: readonly WireEntry[],
): readonly Readonly<{ sequence: number; leftBefore: number; sum: number; leftAfter: number }>[] {
  const carried = new Set<number>();
  const covers: { sequence: number; leftBefore: number; sum: number; leftAfter: number }[] = [];
  let left = entries[0]?.balanceBefore ?? 0;
  entries.forEach((entry, index) => {
    if (entry.entryType !== "payout-scheduled") return;
    let sum = 0;
    entries.slice(0, index).forEach((earlier, place) => {
      if (carried.has(place) || earlier.ledgerDate > entry.ledgerDate) return;
      carried.add(place);
      sum += earlier.amount + breakAt(entries, place);
    });
    carried.add(index);
    const leftAfter = left + sum + breakAt(entries, index) + entry.amount;
    covers.push({ sequence: index + 1, leftBefore: left, sum: sum + breakAt(entries, index), leftAfter });
    left = leftAfter;
  });
  return covers;
}

/** The break at an entry: what its balance after is, less what it should be. */
export function breakAt(entries: readonly WireEntry[], index: number): number {
  const entry = entries[index];
  if (entry === undefined) return 0;
  const before = entries[index - 1]?.balanceAfter ?? entry.balanceBefore;
  return entry.balanceAfter - entry.amount - before;
}
