import { expect, test } from "vitest";

import { fileName } from "@/lib/services/reports/report-file";

test("a file is named in letters that every system takes, and letters with marks keep their letter", () => {
  expect(fileName("settlement", "Blåbær & Øl, Ærø", "2026-11-01", "2026-11-30")).toBe(
    "settlement-blabaer-ol-aero-2026-11-01-2026-11-30",
  );
  expect(fileName("settlement", "Ähtäri Łódź Straße")).toBe("settlement-ahtari-lodz-strasse");
});

test("names that differ in such a letter only do not become one name less a letter", () => {
  expect(new Set(["Bø", "Bå", "Bæ"].map((name) => fileName(name))).size).toBe(3);
});

test("nothing of a name can end the header that it stands in", () => {
  expect(fileName('a"; filename="evil.exe', "..\\..\\b\r\nset-cookie: c")).toMatch(/^[a-z0-9-]+$/);
});
