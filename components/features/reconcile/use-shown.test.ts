import fc from "fast-check";
import { describe, expect, it } from "vitest";

import { nearer, NEW_MAX } from "@/components/features/reconcile/use-shown";
import type { Span } from "@/components/features/reconcile/use-shown";

const span = fc
  .tuple(fc.nat({ max: 200 }), fc.integer({ min: -1, max: 60 }))
  .map(([first, count]): Span => ({ first, last: first + count }));

/** What is wanted, and within it what is seen. */
const view = fc
  .tuple(span, fc.nat({ max: 6 }), fc.nat({ max: 6 }))
  .map(([seen, before, after]): Readonly<{ seen: Span; wanted: Span }> => ({
    seen,
    wanted: { first: Math.max(0, seen.first - before), last: seen.last + after },
  }));

const placesOf = ({ first, last }: Span): number[] =>
  Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at);

describe("the rows that are drawn on the way to those that are wanted", () => {
  it("have a frame's share of new ones at most, lose none that is wanted, and none is there unasked", () => {
    fc.assert(
      fc.property(span, view, (drawn, { seen, wanted }) => {
        const [before, asked] = [new Set(placesOf(drawn)), new Set(placesOf(wanted))];
        const next = placesOf(nearer(drawn, seen, wanted));
        expect(next.filter((at) => !before.has(at)).length).toBeLessThanOrEqual(NEW_MAX);
        expect(next).toEqual(expect.arrayContaining([...before].filter((at) => asked.has(at))));
        expect(next.filter((at) => !asked.has(at))).toEqual([]);
      }),
    );
  });

  it("are all that are wanted after as many frames as there are shares", () => {
    fc.assert(
      fc.property(span, view, (drawn, { seen, wanted }) => {
        const frames = Math.ceil(placesOf(wanted).length / NEW_MAX) + 1;
        let now = drawn;
        for (let frame = 0; frame < frames; frame += 1) now = nearer(now, seen, wanted);
        expect(placesOf(now)).toEqual(placesOf(wanted));
      }),
    );
  });

  it("begin after a jump at the top of what is seen", () => {
    const next = nearer({ first: 0, last: 20 }, { first: 500, last: 517 }, { first: 494, last: 523 });
    expect(next).toEqual({ first: 500, last: 500 + NEW_MAX - 1 });
  });
});
