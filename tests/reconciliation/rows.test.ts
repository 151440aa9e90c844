import { describe, expect, test } from "vitest";

import {
  datesOf,
  isBehind,
  nextOpen,
  NO_ROWS,
  pagesOfDates,
  pageWithEnd,
  rowsAfter,
  stepTo,
} from "@/components/features/reconcile/rows";
import { lineOf, payoutOf, workOf } from "@/tests/factories/work-items";

const NOTHING: ReadonlySet<string> = new Set();

describe("the rows on the screen", () => {
  const a = workOf("a", { payouts: [payoutOf("p1")], lines: [lineOf("l1")] });
  const b = workOf("b", { payouts: [payoutOf("p2")] });
  const c = workOf("c", { lines: [lineOf("l3")] });
  const first = rowsAfter(NO_ROWS, [a, b, c], NOTHING);

  test("stand as the server has them, and further pages come behind", () => {
    expect(first.order).toEqual(["a", "b", "c"]);
    const more = rowsAfter(first, [a, b, c, workOf("d", {})], NOTHING);
    expect(more.order).toEqual(["a", "b", "c", "d"]);
    expect(more.waiting).toEqual([]);
  });

  test("keep their places when they are gone, and what is known of them", () => {
    const after = rowsAfter(first, [a, c], NOTHING);
    expect(after.order).toEqual(["a", "b", "c"]);
    expect([...after.live]).toEqual(["a", "c"]);
    expect(after.known.get("b")).toEqual(b);
  });

  test("let what is new wait, unless it comes of a decision made here", () => {
    const stranger = workOf("n", { lines: [lineOf("l9")] });
    const rest = workOf("rest", { lines: [lineOf("l1")] });
    const missing = workOf("missing", { payouts: [payoutOf("p1")] });
    const after = rowsAfter(first, [stranger, rest, missing, b, c], new Set(["a"]));
    expect(after.order).toEqual(["a", "rest", "missing", "b", "c"]);
    expect(after.waiting).toEqual(["n"]);
    const again = rowsAfter(after, [stranger, rest, missing, b, c], new Set(["a"]));
    expect(again.order).toEqual(after.order);
    expect(again.waiting).toEqual(["n"]);
  });

  test("come alive again in their places when a decision is undone", () => {
    const gone = rowsAfter(first, [b, c], new Set(["a"]));
    const back = rowsAfter(gone, [a, b, c], NOTHING);
    expect(back.order).toEqual(["a", "b", "c"]);
    expect(back.live.has("a")).toBe(true);
  });
});

test("the next row is the open one below, else the nearest above, else none", () => {
  const order = ["a", "b", "c", "d"];
  const open =
    (...ids: string[]) =>
    (id: string): boolean =>
      ids.includes(id);
  expect(nextOpen(order, "b", open("a", "c", "d"))).toBe("c");
  expect(nextOpen(order, "b", open("a", "d"))).toBe("d");
  expect(nextOpen(order, "d", open("a", "b"))).toBe("b");
  expect(nextOpen(order, "a", open())).toBeUndefined();
});

test("steps stop at the ends, and begin at the first", () => {
  const order = ["a", "b"];
  expect(stepTo(order, undefined, 1)).toBe("a");
  expect(stepTo(order, "a", 1)).toBe("b");
  expect(stepTo(order, "b", 1)).toBe("b");
  expect(stepTo(order, "a", -1)).toBe("a");
  expect(stepTo(order, "gone", -1)).toBe("a");
  expect(stepTo([], undefined, 1)).toBeUndefined();
});

describe("pages", () => {
  const pages = [
    pageWithEnd({
      items: [workOf("z", { at: "2026-11-20" }), workOf("y", { at: "2026-11-15" })],
      nextCursor: "1",
    }),
    pageWithEnd({
      items: [workOf("x", { at: "2026-11-15" }), workOf("w", { at: "2026-11-10" })],
      nextCursor: "2",
    }),
    pageWithEnd({ items: [workOf("v", { at: "2026-11-05" })], nextCursor: null }),
  ];

  test("are read again by the dates that they hold, those on a border on both its sides", () => {
    expect(pagesOfDates(pages, ["2026-11-22"])).toEqual([0]);
    expect(pagesOfDates(pages, ["2026-11-15"])).toEqual([0, 1]);
    expect(pagesOfDates(pages, ["2026-11-12"])).toEqual([1]);
    expect(pagesOfDates(pages, ["2026-11-01", "2026-11-18"])).toEqual([0, 2]);
    expect(pagesOfDates(pages, [])).toEqual([]);
  });

  test("keep their borders when rows in them go", () => {
    const page = pages[0];
    expect(isBehind({ at: "2026-11-15", id: "x" }, page?.end ?? null)).toBe(true);
    expect(isBehind({ at: "2026-11-15", id: "z" }, page?.end ?? null)).toBe(false);
    expect(isBehind({ at: "2026-11-14", id: "z" }, page?.end ?? null)).toBe(true);
    expect(isBehind({ at: "2020-01-01", id: "a" }, null)).toBe(false);
  });
});

test("a row is about the dates of all that is in it", () => {
  const item = workOf("a", {
    at: "2026-11-10",
    payouts: [payoutOf("p", "2026-11-10")],
    lines: [lineOf("l", "2026-11-12")],
  });
  expect(datesOf(item)).toEqual(["2026-11-10", "2026-11-10", "2026-11-12"]);
});
