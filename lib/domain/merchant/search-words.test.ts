import { expect, test } from "vitest";

import { searchWords } from "@/lib/domain/merchant/search-words";

test("a search is split as the index of words is", () => {
  expect(searchWords("  Lofoten TØRR ")).toEqual(["lofoten", "tørr"]);
  expect(searchWords("918 445 210")).toEqual(["918445210"]);
  expect(searchWords("1234567-8")).toEqual(["12345678"]);
  expect(searchWords("NO:57860")).toEqual(["57860", "no"]);
  expect(searchWords("Østerbro & Østerbro")).toEqual(["østerbro"]);
  expect(searchWords(" – ")).toEqual([]);
});
