import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { parseAmount, toDecimalText } from "@/lib/core/money";

describe("an amount that a person types", () => {
  test.each([
    ["499", 49_900n],
    ["1 234,50", 123_450n],
    ["1.234,50", 123_450n],
    ["1,234.50", 123_450n],
    ["−12.5", -1_250n],
    ["0,05", 5n],
  ])("%s", (text, minor) => {
    expect(parseAmount(text)).toBe(minor);
  });

  test.each(["", "abc", "1.2.3", "12,345", "--1", "1e3"])("%s is refused in words", (text) => {
    expect(() => parseAmount(text)).toThrowError(expect.objectContaining({ code: "invalid_input" }));
  });

  test("written as decimal text and read again is the same", () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), (amount) => {
        expect(parseAmount(toDecimalText(amount, "NOK"))).toBe(amount);
      }),
    );
  });
});
