import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isLedgerDate } from "@/lib/core/ledger-date";
import { toDecimalText } from "@/lib/core/money";
import { isIban, isNorwegianAccount, readAccount } from "@/lib/formats/bank/account";
import { readCsvAmount, readMtAmount, readXmlAmount } from "@/lib/formats/bank/amounts";
import { readIsoDate, readOrderedDate, readShortDate, toLedgerDate } from "@/lib/formats/bank/dates";

describe("amounts", () => {
  test("come back from any way of writing them, to the øre", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 9_999_999_999_999_999n }), (amount) => {
        const text = toDecimalText(amount, "NOK");
        expect(readXmlAmount(text, "NOK")).toBe(amount);
        expect(readXmlAmount(`${text}000`, "NOK")).toBe(amount);
        expect(readMtAmount(text.replace(".", ","), "NOK")).toBe(amount);
        expect(readCsvAmount(`-${text.replace(".", ",")}`, ",", "NOK")).toBe(-amount);
        const grouped = text.replaceAll(/\B(?=(\d{3})+\.)/g, ",");
        expect(readCsvAmount(grouped, ".", "NOK")).toBe(amount);
      }),
    );
  });

  test("are nothing when they are no amounts, too fine, or more than any account holds", () => {
    for (const text of ["", ".", "-", "1.001", "1,00", "0x10", "1e3", "Infinity", "1".repeat(18)]) {
      expect(readXmlAmount(text, "NOK")).toBeUndefined();
    }
    for (const text of ["", "x", "12.34", "1,234,5", "1..000", "1,2,3", "2026-03"]) {
      expect(readCsvAmount(text, ",", "NOK")).toBeUndefined();
    }
    // A group of three where decimals belong is a thousand in another layout, never tenths.
    for (const text of ["1,200", "-12,500", "100,000 kr"]) {
      expect(readCsvAmount(text, ",", "NOK")).toBeUndefined();
      expect(readCsvAmount(text.replace(",", "."), ".", "NOK")).toBeUndefined();
    }
    expect(readCsvAmount("0,500", ",", "NOK")).toBe(50n);
    expect(readCsvAmount("1.234,500", ",", "NOK")).toBe(123_450n);
    expect(readXmlAmount("12", "ISK")).toBe(12n);
    expect(readMtAmount("12,", "NOK")).toBe(1_200n);
    expect(readMtAmount(",5", "NOK")).toBe(50n);
  });
});

describe("dates", () => {
  test("are exactly those of the calendar", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1900, max: 2199 }), fc.nat(13), fc.nat(32), (year, month, day) => {
        const two = (value: number): string => String(value).padStart(2, "0");
        const text = `${String(year)}-${two(month)}-${two(day)}`;
        const expected = isLedgerDate(text) ? text : undefined;
        expect(toLedgerDate(year, month, day)).toBe(expected);
        expect(readIsoDate(`${text}T23:59:59.1234567Z`)).toBe(expected);
        expect(readOrderedDate(`${two(day)}.${two(month)}.${String(year)}`, "dmy")).toBe(expected);
      }),
    );
  });

  test("of MT940 have two digits for the year", () => {
    expect(readShortDate("260325")).toBe("2026-03-25");
    expect(readShortDate("991231")).toBe("1999-12-31");
    expect(readShortDate("260230")).toBeUndefined();
  });
});

describe("account numbers", () => {
  test("are IBAN by their check digits, else of the file's country", () => {
    expect(readAccount("NO93 8601 1117 947")).toEqual({ scheme: "IBAN", id: "NO9386011117947" });
    expect(readAccount("8601.11.17947", "NO")).toEqual({ scheme: "BBAN:NO", id: "86011117947" });
    expect(readAccount("Vipps Mobilepay As")).toBeUndefined();
    expect(isIban("NO9386011117948")).toBe(false);
    expect(isNorwegianAccount("86011117947")).toBe(true);
    expect(isNorwegianAccount("86011117948")).toBe(false);
  });
});
