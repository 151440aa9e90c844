import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { feeLags } from "@/lib/domain/fee/pairing";
import { feeRate, monthsBefore, rateMonths } from "@/lib/domain/fee/rate";
import type { RateMonth } from "@/lib/domain/fee/rate";

function months(rates: readonly number[], change: Partial<RateMonth> = {}): RateMonth[] {
  return rates.map((percent, index) => ({
    month: monthsBefore("2026-10", rates.length - 1 - index),
    captures: 1_000_000n,
    captureCount: 50,
    captureFees: -BigInt(Math.round(percent * 10_000)),
    isOver: true,
    ...change,
  }));
}

const flags = (of: readonly RateMonth[]): (string | undefined)[] => rateMonths(of).map(({ flag }) => flag);

describe("the effective fee rate", () => {
  test("is what was charged over what was captured, in millionths", () => {
    expect(feeRate(-4_725n, 270_000n)).toBe(17_500);
    expect(feeRate(-1n, 3n)).toBe(333_333);
    expect(feeRate(-2n, 3n)).toBe(666_667);
    expect(feeRate(5n, 1_000n)).toBe(-5_000);
    expect(feeRate(-5n, 0n)).toBeUndefined();
  });

  test("is flagged when it leaves the median of the months before by a quarter point and a tenth", () => {
    expect(flags(months([1.75, 1.75, 1.75, 2.1]))).toEqual([undefined, undefined, undefined, "higher"]);
    expect(flags(months([1.75, 1.75, 1.75, 1.4])).at(-1)).toBe("lower");
    // A quarter of a point and no more; and more than that, but less than a tenth of a high rate.
    expect(flags(months([1.75, 1.75, 1.75, 2])).at(-1)).toBeUndefined();
    expect(flags(months([4, 4, 4, 4.3])).at(-1)).toBeUndefined();
  });

  test("needs three months that count before it, twenty captures, and a month that is over", () => {
    expect(flags(months([1.75, 1.75, 2.75])).at(-1)).toBeUndefined();
    const [first, second, third, last] = months([1.75, 1.75, 1.75, 2.75]);
    if (first === undefined || second === undefined || third === undefined || last === undefined) return;
    expect(flags([first, second, third, last]).at(-1)).toBe("higher");
    expect(flags([first, second, { ...third, captureCount: 19 }, last]).at(-1)).toBeUndefined();
    expect(flags([first, second, third, { ...last, captureCount: 19 }]).at(-1)).toBeUndefined();
    expect(flags([first, second, third, { ...last, isOver: false }]).at(-1)).toBeUndefined();
  });

  test("looks back six months and no further", () => {
    const old = months([1, 1, 1]).map((month, index) => ({
      ...month,
      month: monthsBefore("2026-03", index),
    }));
    expect(flags([...old, ...months([3])]).at(-1)).toBeUndefined();
    expect(monthsBefore("2026-01", 1)).toBe("2025-12");
    expect(monthsBefore("2026-12", 0)).toBe("2026-12");
  });

  test("that never changes is never flagged", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 20 }), (percent, count) => {
        expect(flags(months(Array.from({ length: count }, () => percent / 100)))).toEqual(
          Array.from({ length: count }, () => undefined),
        );
      }),
    );
  });
});

test("lags count the days from a capture to its fee, and leave out fees without one", () => {
  const captureDate = parseLedgerDate("2026-02-27");
  const fee = (days: number) => ({ ledgerDate: addDays(captureDate, days), captureDate });
  expect(feeLags([fee(2), fee(0), fee(2), { ledgerDate: captureDate, captureDate: undefined }])).toEqual([
    { days: 0, count: 1 },
    { days: 2, count: 2 },
  ]);
});
