import { expect, test } from "vitest";

import { canDo, commandOf, DEEDS, mainDeed } from "@/components/features/reconcile/deeds";
import { lineOf, payoutOf, workOf } from "@/tests/factories/work-items";

const suggestion = workOf("a", { payouts: [payoutOf("p")], lines: [lineOf("l")] });
const difference = workOf("b", {
  payouts: [payoutOf("p")],
  lines: [lineOf("l", "2026-11-10", { amount: 9_900n })],
});
const missing = workOf("c", { payouts: [payoutOf("p")] });
const line = workOf("d", { lines: [lineOf("l")] });

test("each key has one meaning, with caps lock too, and shift only before A", () => {
  expect(["j", "ArrowDown", "k", "ArrowUp"].map((key) => commandOf(key, false))).toEqual([
    "down",
    "down",
    "up",
    "up",
  ]);
  expect(["a", "r", "s", "d", "l", "u"].map((key) => commandOf(key, false))).toEqual([
    "accept",
    "reject",
    "split",
    "difference",
    "learn",
    "undo",
  ]);
  expect(["m", "Enter", "i", "t", "n", "x", " "].map((key) => commandOf(key, false))).toEqual([
    "hand",
    "hand",
    "ignore",
    "attest",
    "note",
    "select",
    "select",
  ]);
  expect(commandOf("A", false)).toBe("accept");
  expect(commandOf("A", true)).toBe("accept-sure");
  expect(commandOf("R", true)).toBeUndefined();
  expect(commandOf("q", false)).toBeUndefined();
});

test("only what makes sense for a row can be done with it", () => {
  const possible = (item: typeof suggestion): string[] => DEEDS.filter((deed) => canDo(deed, item));
  expect(possible(suggestion)).toEqual([
    "accept",
    "reject",
    "split",
    "hand",
    "learn",
    "ignore",
    "attest",
    "note",
  ]);
  expect(possible(difference)).toEqual(["reject", "split", "difference", "hand", "ignore", "attest", "note"]);
  expect(possible(missing)).toEqual(["hand", "attest", "note"]);
  expect(possible(line)).toEqual(["hand", "ignore", "note"]);
});

test("another amount is never accepted, and a line without its texts teaches nothing", () => {
  expect(canDo("accept", difference)).toBe(false);
  const silent = workOf("e", {
    payouts: [payoutOf("p")],
    lines: [lineOf("l", "2026-11-10", { texts: null })],
  });
  expect(canDo("learn", silent)).toBe(false);
});

test("what stands out is what the row asks for", () => {
  expect([suggestion, difference, missing, line].map(mainDeed)).toEqual([
    "accept",
    "difference",
    "hand",
    "hand",
  ]);
});
