import { expect, it } from "vitest";

import { barsPath, stack } from "@/components/features/charts/stacks";
import { parseLedgerDate } from "@/lib/core/ledger-date";

const first = parseLedgerDate("2026-11-01");
const second = parseLedgerDate("2026-11-02");
const SERIES = ["captures", "refunds", "payouts"] as const;

it("stacks away from zero, up and down", () => {
  const bars = stack(
    [
      { date: first, amounts: { captures: 100n, refunds: -30n, payouts: -70n } },
      { date: second, amounts: { captures: 0n, refunds: 0n, payouts: 40n } },
    ],
    SERIES,
    (date) => (date === first ? 0 : 1),
  );
  expect(bars).toEqual([
    { series: "captures", slot: 0, from: 0n, to: 100n },
    { series: "refunds", slot: 0, from: 0n, to: -30n },
    { series: "payouts", slot: 0, from: -30n, to: -100n },
    { series: "payouts", slot: 1, from: 0n, to: 40n },
  ]);
});

it("leaves out dates that have no place", () => {
  const bars = stack(
    [{ date: first, amounts: { captures: 1n, refunds: 0n, payouts: 0n } }],
    SERIES,
    () => undefined,
  );
  expect(bars).toEqual([]);
});

it("draws one rectangle a bar", () => {
  const path = barsPath([{ slot: 1, series: "captures", from: 0n, to: 50n }], {
    slots: 2,
    left: 0,
    width: 20,
    y: (amount) => 100 - Number(amount),
  });
  expect(path).toBe("M11.4 50h7.2v50h-7.2z");
});
