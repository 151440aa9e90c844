import fc from "fast-check";
import { describe, expect, test } from "vitest";

import {
  businessIdLength,
  digitsOf,
  readBusinessId,
  similarBusinessIds,
} from "@/lib/domain/merchant/business-id";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/** Identifiers of real public bodies and well-known businesses. */
const KNOWN = {
  NO: ["974760673", "923609016", "889640782"],
  DK: ["54562519", "22756214", "36213728"],
  FI: ["0112038-9", "1927400-1", "1039050-8"],
} as const satisfies Record<Country, readonly string[]>;

const country = fc.constantFrom(...COUNTRIES);
const valid = country.chain((of) =>
  fc
    .integer({ min: 10 ** (businessIdLength(of) - 1), max: 10 ** businessIdLength(of) - 1 })
    .map(String)
    .filter((digits) => readBusinessId(of, digits).business !== undefined)
    .map((digits) => ({ of, digits })),
);

describe("an organisation number", () => {
  test.each(COUNTRIES.flatMap((of) => KNOWN[of].map((id) => [of, id] as const)))(
    "of %s: %s is one",
    (of, id) => {
      expect(readBusinessId(of, id).business).toMatchObject({ digits: digitsOf(id) });
    },
  );

  test("is read as people write it", () => {
    expect(readBusinessId("NO", "NO 974 760 673 MVA").business?.id).toBe("974760673");
    expect(readBusinessId("DK", "DK-54 56 25 19").business?.id).toBe("54562519");
    expect(readBusinessId("FI", "FI01120389").business?.id).toBe("0112038-9");
  });

  test("of another length, or with letters in it, is none", () => {
    for (const of of COUNTRIES) {
      for (const text of ["", "12", "1234567890123", "12345678x", "abc"])
        expect(readBusinessId(of, text)).toEqual({ fault: "length" });
    }
  });

  test("never survives one wrong digit: every single slip is noticed", () => {
    fc.assert(
      fc.property(valid, fc.nat(), fc.integer({ min: 1, max: 9 }), ({ of, digits }, at, by) => {
        const place = at % digits.length;
        const wrong = (Number(digits[place]) + by) % 10;
        const slip = `${digits.slice(0, place)}${String(wrong)}${digits.slice(place + 1)}`;
        expect(readBusinessId(of, slip).business).toBeUndefined();
      }),
      { numRuns: 300 },
    );
  });

  test("is the same whatever stands between its digits", () => {
    fc.assert(
      fc.property(
        valid,
        fc.array(fc.constantFrom("", " ", ".", "-"), { minLength: 9 }),
        ({ of, digits }, gaps) => {
          const spaced = Array.from(digits, (digit, place) => `${digit}${gaps[place] ?? ""}`).join("");
          expect(readBusinessId(of, spaced)).toEqual(readBusinessId(of, digits));
        },
      ),
      { numRuns: 200 },
    );
  });

  test("has neighbours that are numbers themselves, and of which it is a neighbour in turn", () => {
    fc.assert(
      fc.property(valid, ({ of, digits }) => {
        for (const other of similarBusinessIds(of, digits).slice(0, 5)) {
          expect(readBusinessId(of, other).business).toBeDefined();
          expect(similarBusinessIds(of, digitsOf(other)).map(digitsOf)).toContain(digits);
        }
      }),
      { numRuns: 50 },
    );
  });
});
