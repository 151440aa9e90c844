import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  accountKey,
  readAccountNumber,
  sameAccount,
  writeAccountNumber,
} from "@/lib/domain/bank/account-number";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/** The national number's IBAN, check digits worked out the long way. */
function ibanOf(country: Country, machine: string): string {
  const digits = Array.from(`${machine}${country}00`, (at) => String(Number.parseInt(at, 36))).join("");
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, "0")}${machine}`;
}

const LENGTHS = { NO: 11, DK: 14, FI: 14 } as const satisfies Record<Country, number>;
const account = fc.constantFrom(...COUNTRIES).chain((country) =>
  fc
    .array(fc.integer({ min: 0, max: 9 }), { minLength: LENGTHS[country], maxLength: LENGTHS[country] })
    .map((digits) => digits.join(""))
    .filter((digits) => readAccountNumber(digits, country).account !== undefined)
    .map((digits) => ({ country, digits })),
);

describe("what people type", () => {
  test.each([
    ["8601 11 17947", "NO", "BBAN:NO", "86011117947"],
    ["8601.11.17947", undefined, "BBAN:NO", "86011117947"],
    ["NO93 8601 1117 947", undefined, "IBAN", "NO9386011117947"],
    ["iban no93-8601-1117-947", undefined, "IBAN", "NO9386011117947"],
    ["1234 1234567890", "DK", "BBAN:DK", "12341234567890"],
    ["1234-123456", "DK", "BBAN:DK", "12340000123456"],
    ["DK50 0040 0440 1162 43", undefined, "IBAN", "DK5000400440116243"],
    ["FI21 1234 5600 0007 85", undefined, "IBAN", "FI2112345600000785"],
    ["123456-785", "FI", "BBAN:FI", "12345600000785"],
    ["423456-781", "FI", "BBAN:FI", "42345670000081"],
    ["GB29 NWBK 6016 1331 9268 19", undefined, "IBAN", "GB29NWBK60161331926819"],
  ] as const)("%s is an account (%s)", (text, country, scheme, id) => {
    expect(readAccountNumber(text, country).account).toEqual({ scheme, id });
  });

  test.each([
    ["", "NO", "characters"],
    ["my account", undefined, "characters"],
    ["8601 11 1794", "NO", "length"],
    ["8601 11 17948", "NO", "check-digit"],
    ["NO93 8601 1117 9477", undefined, "length"],
    ["NO94 8601 1117 947", undefined, "check-digit"],
    ["NO93 8601 1117 94A", undefined, "characters"],
    ["1234 12345678901", "DK", "length"],
    ["123456-786", "FI", "check-digit"],
    ["8601 11 17947 0000", undefined, "length"],
    ["123456785", undefined, "ambiguous"],
  ] as const)("%s is none (%s): %s", (text, country, fault) => {
    expect(readAccountNumber(text, country)).toEqual({ fault });
  });

  test("is refused when it could be of two countries, and taken when the country is told", () => {
    expect(readAccountNumber("12345600000785")).toEqual({ fault: "ambiguous" });
    expect(readAccountNumber("12345600000785", "DK").account?.scheme).toBe("BBAN:DK");
    expect(readAccountNumber("12345600000785", "FI").account?.scheme).toBe("BBAN:FI");
  });

  test("is what people write again, whatever stands between the digits", () => {
    fc.assert(
      fc.property(
        account,
        fc.array(fc.constantFrom("", " ", ".", "-", "\u00a0")),
        ({ country, digits }, gaps) => {
          const typed = Array.from(digits, (digit, place) => `${digit}${gaps[place] ?? ""}`).join("");
          const read = readAccountNumber(typed, country).account;
          expect(read).toEqual({ scheme: `BBAN:${country}`, id: digits });
          if (read === undefined) return;
          expect(readAccountNumber(writeAccountNumber(read), country).account).toEqual(read);
        },
      ),
    );
  });

  test("never survives one wrong digit where there are check digits", () => {
    fc.assert(
      fc.property(account, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ country, digits }, at, by) => {
        const slip = (text: string): string => {
          const place = 4 + (at % (text.length - 4));
          const wrong = String((Number(text[place]) + by) % 10);
          return text.slice(0, place) + wrong + text.slice(place + 1);
        };
        expect(readAccountNumber(slip(ibanOf(country, digits)))).toEqual({ fault: "check-digit" });
        if (country === "NO") expect(readAccountNumber(slip(digits), "NO")).toEqual({ fault: "check-digit" });
      }),
    );
  });
});

describe("two account numbers", () => {
  test("agree by themselves as IBAN and national number, and with nothing of another country", () => {
    fc.assert(
      fc.property(account, account, (one, other) => {
        const iban = { scheme: "IBAN", id: ibanOf(one.country, one.digits) };
        expect(sameAccount(iban, { scheme: `BBAN:${one.country}`, id: one.digits })).toBe(true);
        const isOne = one.country === other.country && one.digits === other.digits;
        expect(sameAccount(iban, { scheme: `BBAN:${other.country}`, id: other.digits })).toBe(isOne);
      }),
    );
  });

  test("without a country agree only where one reading is possible", () => {
    const bare = (id: string) => ({ scheme: "BBAN", id });
    expect(sameAccount(bare("86011117947"), { scheme: "BBAN:NO", id: "86011117947" })).toBe(true);
    expect(sameAccount(bare("12345600000786"), { scheme: "BBAN:DK", id: "12345600000786" })).toBe(true);
    // Fourteen digits with a Finnish check digit may be Danish as well.
    expect(sameAccount(bare("12345600000785"), { scheme: "BBAN:FI", id: "12345600000785" })).toBe(false);
    expect(sameAccount(bare("12345600000785"), { scheme: "BBAN:DK", id: "12345600000785" })).toBe(false);
  });

  test("of Vipps MobilePay that fit no rule are themselves, and shown as they were sent", () => {
    const strange = { scheme: "BBAN:DK", id: "123412341234123412" };
    expect(accountKey(strange)).toBe("BBAN:DK:123412341234123412");
    expect(writeAccountNumber(strange)).toBe(strange.id);
    expect(sameAccount(strange, { scheme: "BBAN:DK", id: "12341234123412" })).toBe(false);
    expect(writeAccountNumber({ scheme: "X", id: "a b.c" })).toBe("a b.c");
  });

  test.each([
    [{ scheme: "BBAN:NO", id: "86011117947" }, "8601 11 17947"],
    [{ scheme: "IBAN", id: "NO9386011117947" }, "NO93 8601 1117 947"],
    [{ scheme: "BBAN:DK", id: "12341234567890" }, "1234 1234567890"],
    [{ scheme: "IBAN", id: "FI2112345600000785" }, "FI21 1234 5600 0007 85"],
    [{ scheme: "BBAN:FI", id: "12345600000785" }, "123456-785"],
  ])("%o is written %s", (of, text) => {
    expect(writeAccountNumber(of)).toBe(text);
  });
});
