import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { addDays, isoWeekday, parseLedgerDate } from "@/lib/core/ledger-date";
import {
  addBankDays,
  bankClosedDays,
  COUNTRIES,
  expectedBankDate,
  isBankDay,
} from "@/lib/domain/payout/bank-days";

const date = parseLedgerDate;

describe("bank days", () => {
  test.each([
    ["NO", "2026-04-02", "skjærtorsdag"],
    ["NO", "2026-04-06", "2. påskedag"],
    ["NO", "2026-05-14", "Kristi himmelfartsdag"],
    ["NO", "2026-05-25", "2. pinsedag"],
    ["DK", "2026-05-15", "dagen efter Kristi himmelfartsdag"],
    ["DK", "2023-05-05", "store bededag"],
    ["FI", "2026-06-19", "juhannusaatto"],
    ["FI", "2026-12-06", "itsenäisyyspäivä"],
  ] as const)("%s is closed on %s: %s", (country, day, name) => {
    expect(bankClosedDays(country, Number(day.slice(0, 4))).get(date(day))?.name).toBe(name);
    expect(isBankDay(country, date(day))).toBe(false);
  });

  test.each([
    ["NO", 2025, "01-01 04-17 04-18 04-21 05-01 05-29 06-09 12-24 12-25 12-26"],
    ["NO", 2027, "01-01 03-25 03-26 03-29 05-06 05-17 12-24"],
    ["DK", 2025, "01-01 04-17 04-18 04-21 05-29 05-30 06-05 06-09 12-24 12-25 12-26 12-31"],
    ["DK", 2027, "01-01 03-25 03-26 03-29 05-06 05-07 05-17 12-24 12-31"],
    ["FI", 2025, "01-01 01-06 04-18 04-21 05-01 05-29 06-20 12-24 12-25 12-26"],
    ["FI", 2027, "01-01 01-06 03-26 03-29 05-06 06-25 12-06 12-24"],
  ] as const)(
    "of %s in %i: the days from Monday to Friday on which banks are closed",
    (country, year, days) => {
      const closed = [...bankClosedDays(country, year).keys()].filter((day) => isoWeekday(day) <= 5);
      expect(closed.toSorted()).toEqual(days.split(" ").map((day) => `${String(year)}-${day}`));
    },
  );

  test("the great prayer day was abolished from 2024 on", () => {
    expect(isBankDay("DK", date("2024-04-26"))).toBe(true);
  });

  test("every closed day has its source", () => {
    for (const country of COUNTRIES) {
      for (const closed of bankClosedDays(country, 2026).values()) expect(closed.source).not.toBe("");
    }
  });

  test("counting there and back ends where it began, on a bank day", () => {
    const day = fc.integer({ min: 0, max: 4_000 }).map((days) => addDays(date("2020-01-01"), days));
    fc.assert(
      fc.property(
        fc.constantFrom(...COUNTRIES),
        day,
        fc.integer({ min: 1, max: 12 }),
        (country, start, count) => {
          const there = addBankDays(country, start, count);
          expect(isBankDay(country, there)).toBe(true);
          expect(isoWeekday(there)).toBeLessThanOrEqual(5);
          if (isBankDay(country, start)) expect(addBankDays(country, there, -count)).toBe(start);
        },
      ),
    );
  });
});

describe("a payout is expected in the bank", () => {
  test.each([
    ["NO", "2026-03-23", "2026-03-25"],
    ["NO", "2026-11-20", "2026-11-24"],
    ["NO", "2026-04-01", "2026-04-08"],
    ["DK", "2026-11-20", "2026-11-23"],
    ["DK", "2026-12-23", "2026-12-28"],
    ["FI", "2026-06-18", "2026-06-22"],
  ] as const)("%s: of %s on %s", (country, ledgerDate, expected) => {
    expect(expectedBankDate(country, date(ledgerDate))).toBe(expected);
  });
});
