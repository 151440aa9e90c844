import { expect, test } from "vitest";

import { firstShare, missingOf, readShare, sumsOf, worthOf } from "@/components/features/reconcile/sums";
import { lineOf, payoutOf, workOf } from "@/tests/factories/work-items";

const payout = workOf("a", { payouts: [payoutOf("p", "2026-11-10", { amount: 961_205n })] });
const line = workOf("b", { lines: [lineOf("l", "2026-11-10", { amount: -4_500n })] });

test("a payout counts as the bank shows it, and a line by its size", () => {
  expect(worthOf(payout)).toBe(961_205n);
  expect(worthOf(line)).toBe(4_500n);
});

test("sums are per currency and never across", () => {
  const danish = workOf("c", { currency: "DKK", payouts: [payoutOf("q")] });
  expect(sumsOf([payout, danish, line])).toEqual([
    { currency: "DKK", count: 1, amount: 10_000n },
    { currency: "NOK", count: 2, amount: 965_705n },
  ]);
  expect(sumsOf([])).toEqual([]);
});

test("what is missing to zero is what the lines lack; too much of them is negative", () => {
  expect(missingOf([{ amount: 900n }, { amount: 100n }], [{ amount: 999n }])).toBe(1n);
  expect(missingOf([{ amount: 900n }], [{ amount: 1_000n }])).toBe(-100n);
  expect(missingOf([], [])).toBe(0n);
});

test("a share of a line is at most what is left, and of its sign", () => {
  expect(readShare("1 234,50", 200_000n)).toBe(123_450n);
  expect(readShare("2000.00", 200_000n)).toBe(200_000n);
  expect(readShare("2000,01", 200_000n)).toBe("amountTooMuch");
  expect(readShare("-10", 200_000n)).toBe("amountSign");
  expect(readShare("−10", -200_000n)).toBe(-1_000n);
  expect(readShare("0", 200_000n)).toBe("amountZero");
  expect(readShare("ten", 200_000n)).toBe("amountUnreadable");
});

test("a split begins with what the payouts come to, when the line has so much", () => {
  expect(firstShare(1_000n, 1_500n)).toBe(1_000n);
  expect(firstShare(2_000n, 1_500n)).toBe(1_500n);
  expect(firstShare(-1_000n, 1_500n)).toBe(1_500n);
});
