import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { compareContents, judge, lastOverDate, nextCompareAt, overAt } from "@/lib/domain/ledger/proof";

const ZONES = ["Europe/Oslo", "Europe/Copenhagen", "Europe/Helsinki"] as const;
const HOUR_MS = 3_600_000;

describe("the last date that is over", () => {
  test("is over, and the next is not, at any moment, on the days when clocks change too", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: Date.parse("2020-01-01T00:00:00Z"), max: Date.parse("2030-01-01T00:00:00Z") }),
        fc.constantFrom(...ZONES),
        (nowMs, zone) => {
          const last = lastOverDate(nowMs, zone);
          expect(overAt(last, zone)).toBeLessThanOrEqual(nowMs);
          expect(overAt(addDays(last, 1), zone)).toBeGreaterThan(nowMs);
        },
      ),
      {
        examples: [
          [Date.parse("2026-03-29T04:00:00Z"), "Europe/Oslo"],
          [Date.parse("2026-10-25T05:00:00Z"), "Europe/Oslo"],
        ],
      },
    );
  });
});

describe("two readings of a date", () => {
  test("are equal exactly when they hold the same entries equally often", () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom("a", "b", "c")),
        fc.array(fc.constantFrom("a", "b", "c")),
        (copy, report) => {
          const { missing, surplus } = compareContents(copy, report);
          expect(missing.length === 0 && surplus.length === 0).toBe(
            [...copy].sort().join("") === [...report].sort().join(""),
          );
          expect([...copy, ...missing].sort()).toEqual([...report, ...surplus].sort());
        },
      ),
    );
  });

  test("differ when the copy lacks something, or has too much of a closed date; an open one may still fill", () => {
    expect(judge({ missing: ["a"], surplus: [] }, false)).toBe("different");
    expect(judge({ missing: [], surplus: ["a"] }, true)).toBe("different");
    expect(judge({ missing: [], surplus: ["a"] }, false)).toBe("open");
    expect(judge({ missing: [], surplus: [] }, false)).toBe("equal-so-far");
    expect(judge({ missing: [], surplus: [] }, true)).toBe("verified");
  });
});

test("the oldest open date is asked for after 1, 4 and 12 hours, then daily, and weekly after 35 days", () => {
  const ledgerDate = parseLedgerDate("2026-11-01");
  const wait = (compareCount: number, today: string): number =>
    nextCompareAt(0, { ledgerDate, today: parseLedgerDate(today), compareCount }) / HOUR_MS;
  expect([1, 2, 3, 4].map((count) => wait(count, "2026-11-03"))).toEqual([1, 4, 12, 24]);
  expect(wait(9, "2026-12-07")).toBe(7 * 24);
});
