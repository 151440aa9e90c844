import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseLedgerDate } from "@/lib/core/ledger-date";
import { formatAmount, formatInstant, formatLedgerDate } from "@/lib/browser/format";

describe("an amount", () => {
  test("is written as readers of the language write it", () => {
    expect(formatAmount(-123_450n, "NOK", "en")).toBe("−1,234.50");
    expect(formatAmount(-123_450n, "NOK", "nb")).toBe("−1\u00a0234,50");
    expect(formatAmount(0n, "EUR", "nb")).toBe("0,00");
  });

  test("keeps every digit, however large", () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: -(10n ** 20n), max: 10n ** 20n }),
        fc.constantFrom("en" as const, "nb" as const),
        (amount, language) => {
          const digits = formatAmount(amount, "NOK", language).replaceAll(/\D/g, "");
          expect(BigInt(digits)).toBe(amount < 0n ? -amount : amount);
        },
      ),
    );
  });
});

test("a date has its year only when it is another, and its weekday where asked", () => {
  const date = parseLedgerDate("2026-11-20");
  expect(formatLedgerDate(date, "en", { thisYear: "2026" })).toBe("20 Nov");
  expect(formatLedgerDate(date, "en", { thisYear: "2027", style: "weekday" })).toBe("Fri 20 Nov 2026");
  expect(formatLedgerDate(date, "nb", { thisYear: "2026" })).toBe("20. nov");
});

test("a moment is written in the merchant's zone, on the days when clocks change too", () => {
  expect(formatInstant("2026-10-25T00:30:00.000000Z", "en", "Europe/Oslo")).toBe("25 Oct 2026, 02:30");
  expect(formatInstant("2026-10-25T01:30:00.000000Z", "en", "Europe/Oslo")).toBe("25 Oct 2026, 02:30");
  expect(formatInstant("2026-06-30T22:30:00.123456Z", "nb", "Europe/Helsinki")).toBe("1. juli 2026, 01:30");
});
