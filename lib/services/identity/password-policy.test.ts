import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { faultOfPassword, PASSWORD_MAX, PASSWORD_MIN } from "@/lib/domain/access/password-rules";
import { isCommonPassword, listCommonPasswords } from "@/lib/platform/known-passwords";

const personal = ["kari.nordmann@fjellregnskap.no", "Fjell Regnskap AS"];
const fault = (password: string) => faultOfPassword(password, { personal, isCommon: isCommonPassword });

describe("a password", () => {
  test.each([
    ["fire epler i kurven", undefined],
    ["Tr0ub4dor&3-hest", undefined],
    ["æøåæøå hest batteri", undefined],
    ["elleve tegn", "short"],
    ["x".repeat(PASSWORD_MAX + 1), "long"],
    ["administrator", "common"],
    ["1QAZ2WSX3EDC", "common"],
    ["passwordpassword", "common"],
    ["Password2026!", "common"],
    ["!!superman!!!!", "common"],
    ["abcabcabcabcabc", "common"],
    ["aaaaaaaaaaaaaaaa", "common"],
    ["abcdefghijklm", "common"],
    ["56789012345678", "common"],
    ["kari.nordmann@fjellregnskap.no", "personal"],
    ["KariNordmann1", "personal"],
    ["Fjell Regnskap AS", "personal"],
    ["fjellregnskap2026", "personal"],
    ["fjellregnskap er ikke nok alene", undefined],
  ] as const)("%s: %s", (password, expected) => {
    expect(fault(password)).toBe(expected);
  });

  test("is counted in characters as people see them, whichever way they are encoded", () => {
    const letters = "é".repeat(3) + "hest i sol";
    expect(fault(letters.normalize("NFC"))).toBe(fault(letters.normalize("NFD")));
    expect(fault("😀😁😂😃😄😅")).toBe("short");
  });

  test("of the list is never taken, in whatever letters, alone, twice or with digits after it", () => {
    const listed = fc.constantFrom(...listCommonPasswords());
    fc.assert(
      fc.property(listed, fc.constantFrom("", "1", "2026", "!"), (word, end) => {
        for (const text of [
          word,
          word.toUpperCase(),
          `${word}${word}`,
          ...(/^\p{L}+$/u.test(word) ? [`${word}${end}`] : []),
        ])
          expect(fault(text)).not.toBeUndefined();
      }),
      { numRuns: 2_000 },
    );
  });

  test("of random letters is taken", () => {
    const letter = fc.constantFrom(..."abcdefghijklmnopqrstuvwxyzæøå".split(""));
    fc.assert(
      fc.property(fc.array(letter, { minLength: PASSWORD_MIN + 8, maxLength: PASSWORD_MAX }), (letters) => {
        fc.pre(new Set(letters).size > 8);
        expect(fault(letters.join(""))).toBeUndefined();
      }),
    );
  });
});
