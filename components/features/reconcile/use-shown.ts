"use client";

import { useEffect, useState } from "react";

/** Rows from the first to the last, both of them included, by their places from 0. */
export type Span = Readonly<{ first: number; last: number }>;

/** So many rows are new in one frame at most: drawing a whole screen of them at once would be felt. */
export const NEW_MAX = 10;

/**
 * The rows to draw now on the way to those that are wanted: after a jump a screen fills within a few frames, what is
 * seen first and what lies beyond it last, and no frame has more than its share of new rows.
 */
export function useShown(seen: Span, wanted: Span): Span {
  const [drawn, setDrawn] = useState(wanted);
  const { first, last } = nearer(drawn, seen, wanted);
  // The next share comes with the browser's next frame; who scrolls on meanwhile does not take that back.
  useEffect(() => {
    if (first !== drawn.first || last !== drawn.last) requestAnimationFrame(() => setDrawn({ first, last }));
  }, [first, last, drawn]);
  return { first, last };
}

/** From what is drawn towards what is wanted, by a frame's share: downwards first, then up. */
export function nearer(drawn: Span, seen: Span, wanted: Span): Span {
  if (wanted.first > wanted.last) return wanted;
  const first = Math.max(drawn.first, wanted.first);
  const last = Math.min(drawn.last, wanted.last);
  // Nothing of it is there: begin at the top of what is seen.
  if (first > last) {
    const top = Math.min(Math.max(seen.first, wanted.first), wanted.last);
    return { first: top, last: Math.min(top + NEW_MAX - 1, wanted.last) };
  }
  const below = Math.min(NEW_MAX, wanted.last - last);
  const above = Math.min(NEW_MAX - below, first - wanted.first);
  return { first: first - above, last: last + below };
}
