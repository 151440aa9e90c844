import { describe, expect, it } from "vitest";

import { waterfallOf } from "@/components/features/payouts/waterfall";
import type { Cover } from "@/components/features/payouts/waterfall";
import { parseLedgerDate } from "@/lib/core/ledger-date";

/** The payout of the prototype: 22 143,00 − 680,00 − 387,52 − 450,00 − 1 013,43 left = 19 612,05. */
const cover: Cover = {
  fromDate: parseLedgerDate("2026-11-17"),
  toDate: parseLedgerDate("2026-11-18"),
  leftBefore: 0n,
  captures: 2_214_300n,
  refunds: -68_000n,
  fees: -38_752n,
  payouts: 0n,
  other: -45_000n,
  breaks: 0n,
  left: 101_343n,
  captureCount: 41,
  refundCount: 2,
  feeCount: 41,
  payoutCount: 0,
  otherCount: 1,
  proof: "verified",
};

describe("waterfallOf", () => {
  it("adds up to the amount paid out, and leaves out what says nothing", () => {
    const { lines, paid, difference } = waterfallOf(cover, -1_961_205n);
    expect(lines.map((line) => line.name)).toEqual([
      "left-before",
      "captures",
      "refunds",
      "fees",
      "other",
      "left",
    ]);
    expect(lines.reduce((sum, line) => sum + line.amount, 0n)).toBe(paid.amount);
    expect(difference).toBe(0n);
  });

  it("begins each bar where the one before ended", () => {
    const { lines, paid } = waterfallOf(cover, -1_961_205n);
    expect(lines[1]?.bar).toEqual({ start: 0, length: 1_000 });
    const [, , refunds, fees] = lines;
    expect((fees?.bar.start ?? 0) + (fees?.bar.length ?? 0)).toBeCloseTo(refunds?.bar.start ?? -1, 6);
    expect(paid.bar.length).toBeCloseTo(885.7, 1);
  });

  it("shows an earlier payout that came back, and a break", () => {
    const { lines } = waterfallOf({ ...cover, payouts: 0n, payoutCount: 2, breaks: 5n }, -1_961_210n);
    expect(lines.map((line) => line.name)).toContain("payouts");
    expect(lines.map((line) => line.name)).toContain("breaks");
  });

  it("has room for a ledger below zero", () => {
    const { lines, difference } = waterfallOf(
      { ...cover, leftBefore: -500_000n, left: -398_657n },
      -1_961_205n,
    );
    expect(difference).toBe(0n);
    expect(lines.every((line) => line.bar.start >= 0 && line.bar.start + line.bar.length <= 1_000)).toBe(
      true,
    );
  });

  it("says by how much it does not add up", () => {
    expect(waterfallOf(cover, -1_961_206n).difference).toBe(1n);
  });
});
