import { describe, expect, it } from "vitest";

import { periodValues, readPeriod } from "@/components/features/merchants/period";
import { parseLedgerDate } from "@/lib/core/ledger-date";

const today = parseLedgerDate("2026-03-15");
const datesOf = (values: Record<string, string>) => {
  const { from, to } = readPeriod(values, today);
  return [from, to];
};

describe("readPeriod", () => {
  it("is this month unless asked otherwise", () => {
    expect(datesOf({})).toEqual(["2026-03-01", "2026-03-15"]);
    expect(datesOf({ period: "nonsense" })).toEqual(["2026-03-01", "2026-03-15"]);
    expect(periodValues(readPeriod({}, today))).toEqual({ period: undefined });
  });

  it("knows months and years", () => {
    expect(datesOf({ period: "last-month" })).toEqual(["2026-02-01", "2026-02-28"]);
    expect(datesOf({ period: "this-year" })).toEqual(["2026-01-01", "2026-03-15"]);
    expect(datesOf({ period: "last-12-months" })).toEqual(["2025-04-01", "2026-03-15"]);
  });

  it("takes dates, and none after today", () => {
    expect(datesOf({ from: "2026-01-10", to: "2026-01-20" })).toEqual(["2026-01-10", "2026-01-20"]);
    expect(datesOf({ from: "2026-03-10", to: "2026-12-31" })).toEqual(["2026-03-10", "2026-03-15"]);
    expect(datesOf({ from: "2026-03-10" })).toEqual(["2026-03-10", "2026-03-15"]);
  });

  it("says what is wrong, keeps what was typed, and shows this month", () => {
    const problemOf = (from: string, to: string) => readPeriod({ from, to }, today).problem;
    expect(problemOf("2026-02-30", "2026-03-01")).toBe("not-a-date");
    expect(problemOf("2026-03-02", "2026-03-01")).toBe("ends-before");
    expect(problemOf("2024-01-01", "2026-03-01")).toBe("too-long");
    expect(problemOf("2026-04-01", "2026-04-02")).toBe("in-the-future");
    const period = readPeriod({ from: "2026-03-02", to: "2026-03-01" }, today);
    expect([period.from, period.to]).toEqual(["2026-03-01", "2026-03-15"]);
    expect(periodValues(period)).toEqual({ from: "2026-03-02", to: "2026-03-01" });
  });
});
