import { expect, it } from "vitest";

import { currenciesOf, dayRowsOf, openingOf, unitDaysOf } from "@/components/features/merchants/day-rows";
import type { MerchantDays } from "@/lib/contracts/merchant-days";
import { parseLedgerDate } from "@/lib/core/ledger-date";

const first = parseLedgerDate("2026-11-01");
const second = parseLedgerDate("2026-11-02");
const nothing = {
  captures: 0n,
  refunds: 0n,
  fees: 0n,
  payouts: 0n,
  other: 0n,
  breaks: 0n,
  closing: null,
  entryCount: 0,
};

const days: MerchantDays = {
  from: first,
  to: second,
  openings: [
    { currency: "NOK", opening: 100n },
    { currency: "DKK", opening: 7n },
  ],
  handles: [
    { recipientHandle: "NO:1", name: "Torggata" },
    { recipientHandle: "NO:2", name: "Nettbutikk" },
  ],
  items: [
    {
      ...nothing,
      ledgerDate: first,
      currency: "NOK",
      recipientHandle: "NO:1",
      captures: 500n,
      entryCount: 2,
    },
    {
      ...nothing,
      ledgerDate: first,
      currency: "NOK",
      recipientHandle: "NO:2",
      captures: 50n,
      refunds: -20n,
      entryCount: 2,
    },
    {
      ...nothing,
      ledgerDate: first,
      currency: "NOK",
      recipientHandle: "",
      fees: -10n,
      closing: 620n,
      entryCount: 1,
    },
    {
      ...nothing,
      ledgerDate: second,
      currency: "NOK",
      recipientHandle: "",
      payouts: -620n,
      closing: 0n,
      entryCount: 1,
    },
  ],
};

it("adds shops together by date, and takes the closing where it stands", () => {
  const rows = dayRowsOf(days, "NOK");
  expect(rows).toEqual([
    {
      date: first,
      amounts: { captures: 550n, refunds: -20n, fees: -10n, payouts: 0n, other: 0n, breaks: 0n },
      entryCount: 5,
      closing: 620n,
    },
    {
      date: second,
      amounts: { captures: 0n, refunds: 0n, fees: 0n, payouts: -620n, other: 0n, breaks: 0n },
      entryCount: 1,
      closing: 0n,
    },
  ]);
});

it("never mixes currencies, and keeps those that stood still", () => {
  expect(currenciesOf(days)).toEqual(["DKK", "NOK"]);
  expect(openingOf(days, "DKK")).toBe(7n);
  expect(dayRowsOf(days, "DKK")).toEqual([]);
});

it("tells shops apart, by name, and what belongs to none last", () => {
  const units = unitDaysOf(days, "NOK");
  expect(units.map((unit) => unit.name)).toEqual(["Nettbutikk", "Torggata", ""]);
  expect(units[2]?.total.payouts).toBe(-620n);
});
