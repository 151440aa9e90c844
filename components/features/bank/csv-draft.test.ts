import { expect, test } from "vitest";

import { linesAsk, readLinesAddress } from "@/components/features/bank/bank-address";
import { roleAt, widthOf, withHeader, withRole } from "@/components/features/bank/csv-draft";
import type { CsvLayoutWire } from "@/lib/contracts/bank-import";
import { hasNeededColumns } from "@/lib/contracts/bank-import";

const LAYOUT: CsvLayoutWire = {
  encoding: null,
  delimiter: ";",
  hasHeader: true,
  columns: [
    { role: "bookingDate", name: "Dato", index: 0 },
    { role: "text", name: "Tekst", index: 1 },
  ],
  dateOrder: "dmy",
  decimal: ",",
  isOutNegative: false,
  currency: null,
  country: null,
};
const HEADER = ["Dato", "Tekst", "Inn", "Ut"];

test("a column is given another role, which no other then has, unless many may", () => {
  const moved = withRole(LAYOUT, HEADER, 2, "bookingDate");
  expect([roleAt(moved, 0), roleAt(moved, 2)]).toEqual([undefined, "bookingDate"]);
  const twoTexts = withRole(LAYOUT, HEADER, 2, "text");
  expect(twoTexts.columns.map(({ role, name }) => `${role} ${name}`)).toEqual([
    "bookingDate Dato",
    "text Tekst",
    "text Inn",
  ]);
  expect(withRole(LAYOUT, HEADER, 1, undefined).columns).toHaveLength(1);
});

test("a layout says enough with a date, and an amount or money in and out", () => {
  expect(hasNeededColumns(LAYOUT)).toBe(false);
  const withIn = withRole(LAYOUT, HEADER, 2, "moneyIn");
  expect(hasNeededColumns(withIn)).toBe(false);
  expect(hasNeededColumns(withRole(withIn, HEADER, 3, "moneyOut"))).toBe(true);
  expect(hasNeededColumns(withRole(LAYOUT, HEADER, 3, "amount"))).toBe(true);
});

test("columns keep their place without names", () => {
  const bare = withHeader(LAYOUT, HEADER, false);
  expect(bare.columns.map(({ name, index }) => [name, index])).toEqual([
    ["", 0],
    ["", 1],
  ]);
  expect(withHeader(bare, HEADER, true)).toEqual(LAYOUT);
  expect(widthOf({ header: [], rows: [["a"], ["a", "b", "c"]] })).toBe(3);
});

test("the address of an account's lines is read as people type it; what cannot be read is named", () => {
  const { address, refused } = readLinesAddress({
    kind: "ignored",
    from: "2026-11-01",
    to: "soon",
    amount: "1 234,50",
  });
  expect(refused).toEqual(["to"]);
  expect(linesAsk(address)).toMatchObject({ kind: "ignored", from: "2026-11-01", amount: "123450" });
  expect(readLinesAddress({ kind: "odd", amount: "much" }).refused).toEqual(["kind", "amount"]);
});
