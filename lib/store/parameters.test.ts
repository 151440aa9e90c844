import { describe, expect, test } from "vitest";

import { bytesArray, plainArray, textArray } from "@/lib/store/parameters";

describe("arrays written for PostgreSQL", () => {
  test("of plain values stand as they are", () => {
    expect(plainArray([1, -2n, "2026-01-31"])).toBe("{1,-2,2026-01-31}");
    expect(plainArray([])).toBe("{}");
  });

  test("of bytes are hex, each quoted for its backslash", () => {
    expect(bytesArray(["00ff", "ab"])).toBe(String.raw`{"\\x00ff","\\xab"}`);
    expect(bytesArray([])).toBe("{}");
  });

  test("of texts quote every text, and escape what would end one", () => {
    expect(textArray(["", "NULL", null, "a,b}", 'say "x"', String.raw`back\slash`])).toBe(
      String.raw`{"","NULL",NULL,"a,b}","say \"x\"","back\\slash"}`,
    );
  });
});
