import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { learntPattern, patternOf, preparePatterns } from "@/lib/domain/reconciliation/patterns";
import {
  findNumber,
  isCutOff,
  learntForm,
  normalizeText,
  numbersOf,
  parseText,
} from "@/lib/domain/reconciliation/text";
import { searchedTexts } from "@/lib/domain/bank/line-text";
import { line } from "@/tests/factories/settlement-pairs";

const parse = (text: string) => parseText({ field: "remittance", text });
const stands = (text: string, number: string): boolean => findNumber(parse(text), number).length > 0;

describe("a text of a bank line", () => {
  test("is compared in small letters, with every kind of space as one", () => {
    expect(normalizeText("  UTB.\u00a02000167 \t Vippsnr\u202f548005\n")).toBe("utb. 2000167 vippsnr 548005");
    expect(normalizeText("BLA\u030aBÆR\u00ad \u200b")).toBe("blåbær");
  });

  test("is normalised once and for all, the short way and the long way alike", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const once = normalizeText(text);
        expect(normalizeText(once)).toBe(once);
        // A space of another kind sends it the long way.
        expect(normalizeText(`${text}\u00a0`)).toBe(once);
      }),
    );
  });

  test.each([
    [34, true],
    [35, true],
    [33, false],
    [36, false],
    [140, true],
  ])("of %i characters may have been cut: %s", (length, isCut) => {
    expect(isCutOff(`${"x".repeat(length)}  `)).toBe(isCut);
  });
});

describe("a number in a text", () => {
  test.each([
    ["Utb. 2000167 Vippsnr 548005", "2000167"],
    ["nr2000167", "2000167"],
    ["0002000167", "2000167"],
    ["Utb. 2 000 167 Vippsnr 548 005", "2000167"],
    ["Vippsnr 548 005 2026", "548005"],
    ["0202 3452 4300 1050 4243", "2023452430010504243"],
    ["02-02345243-001/050424.3", "2023452430010504243"],
  ])("%s has %s", (text, number) => {
    expect(stands(text, number)).toBe(true);
    expect(numbersOf(parse(text))).toContain(number);
  });

  test.each([
    ["KID 12000167", "2000167"],
    ["20001670", "2000167"],
    ["2000167,00", "2000167"],
    ["12 2000 167 5", "2000167"],
    ["2000-167", "2000167"],
    ["2000x167", "2000167"],
    ["020234524300105042430", "2023452430010504243"],
    ["", "1"],
  ])("%s has no %s", (text, number) => {
    expect(stands(text, number)).toBe(false);
  });

  test("is never a part of a longer run of digits", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 9_999_999 }), fc.integer({ min: 1, max: 9 }), (value, digit) => {
        const number = String(value);
        expect(stands(`a ${number} b`, number)).toBe(true);
        expect(stands(`a ${String(digit)}${number} b`, number)).toBe(false);
        expect(stands(`a ${number}${String(digit)} b`, number)).toBe(false);
      }),
    );
  });

  test("is in the index exactly when it can be found", () => {
    const text = fc.array(fc.constantFrom("1", "20", "003", " ", ".", "x", ",50"), { maxLength: 12 });
    fc.assert(
      fc.property(text, (parts) => {
        const parsed = parse(parts.join(""));
        const keys = new Set(numbersOf(parsed));
        for (const number of ["1", "20", "3", "120", "2020", "1203", "20320"])
          if (findNumber(parsed, number).length > 0) expect(keys).toContain(number);
      }),
    );
  });
});

test("of very many texts the first are searched", () => {
  const texts = Array.from(
    { length: 1_000 },
    () => ({ field: "remittance", text: "1 ".repeat(1_000) }) as const,
  );
  expect(searchedTexts(texts)).toEqual(texts.slice(0, 99));
  expect(searchedTexts(texts.slice(0, 50))).toHaveLength(50);
});

describe("a learnt pattern", () => {
  test("has # for numbers, dates and amounts, however they are grouped", () => {
    expect(learntForm("Oppgjør BUTIKK 12.05.2026 kr 1 250,00 nr 7")).toBe("oppgjør butikk # kr # nr #");
    expect(learntPattern("2000167 / 44")).toBeUndefined();
  });

  test("ends behind a whole word when the text is long, and is found in the texts that go on as it does", () => {
    const long = `Oppgjør ${"butikk på hjørnet ved torget ".repeat(12)}`;
    for (let more = 0; more < 30; more += 1) {
      const text = `${"x".repeat(more)} ${long}`.trim();
      const pattern = learntPattern(text) ?? "";
      expect(pattern.length).toBeLessThanOrEqual(300);
      const patterns = preparePatterns([{ id: "1", account: "a", pattern, ledgers: ["1"] }]);
      expect(patternOf(patterns, line({ account: "a", text: `${text} nr 44` }))?.ledgers).toEqual(["1"]);
    }
  });

  test("is found where a text begins with it, up to the end of a word, on its own account only", () => {
    const of = (id: string, pattern: string) => ({ id, account: "a", pattern, ledgers: [id] });
    const patterns = preparePatterns([
      of("1", "oppgjør butikk"),
      of("2", "oppgjør butikk nord #"),
      of("3", "#"),
    ]);
    const found = (text: string, account = "a") => patternOf(patterns, line({ account, text }))?.ledgers;
    expect(found("Oppgjør butikk sør")).toEqual(["1"]);
    expect(found("Oppgjør Butikk nord 17")).toEqual(["2"]);
    expect(found("Oppgjør butikken")).toBeUndefined();
    expect(found("Oppgjør butikk sør", "b")).toBeUndefined();
    expect(found("12345")).toBeUndefined();
  });
});
