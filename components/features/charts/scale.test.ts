import { describe, expect, it } from "vitest";

import { evenIndexes, scaleOf, share } from "@/components/features/charts/scale";

const box = { currency: "NOK", top: 10, height: 100, ticksMax: 5 };

describe("scaleOf", () => {
  it("has round ticks around the amounts", () => {
    const scale = scaleOf([4_108_103n, 10_343n], box);
    expect(scale.ticks).toEqual([0n, 2_000_000n, 4_000_000n, 6_000_000n]);
    expect(scale.y(0n)).toBe(110);
    expect(scale.y(6_000_000n)).toBe(10);
  });

  it("holds what is below zero", () => {
    const scale = scaleOf([-150_00n, 90_00n], box);
    expect(scale.min).toBe(-200_00n);
    expect(scale.max).toBe(100_00n);
    expect(scale.ticks).toContain(0n);
  });

  it("has a height when nothing happened", () => {
    expect(scaleOf([], box).ticks).toEqual([0n, 100n]);
    expect(scaleOf([0n], box).y(0n)).toBe(110);
  });

  it("never has more ticks than asked for", () => {
    for (const amount of [1n, 99n, 101n, 499_99n, 123_456_789n, 9_007_199_254_740_993n]) {
      for (const amounts of [[amount], [-amount], [amount, -amount / 3n]]) {
        const { ticks, min, max } = scaleOf(amounts, box);
        expect(ticks.length).toBeLessThanOrEqual(5);
        expect(amounts.every((of) => of >= min && of <= max)).toBe(true);
      }
    }
  });
});

it("tells shares apart beyond 2^53", () => {
  const whole = 9_007_199_254_740_993_000n;
  expect(share(whole - 1n, whole, 1_000)).toBeLessThan(1_000);
  expect(share(whole, whole, 1_000)).toBe(1_000);
  expect(share(1n, 0n, 1_000)).toBe(0);
});

it("spreads labels from the first to the last", () => {
  expect(evenIndexes(3, 5)).toEqual([0, 1, 2]);
  expect(evenIndexes(31, 5)).toEqual([0, 8, 15, 23, 30]);
  expect(evenIndexes(0, 5)).toEqual([]);
});
