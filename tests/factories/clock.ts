import type { Clock } from "@/lib/core/clock";

/** A clock that stands until a test moves it. Sleeping takes no time: it only moves the clock. */
export type ManualClock = Clock & Readonly<{ set: (nowMs: number) => void; advance: (ms: number) => void }>;

export function createManualClock(startMs: number): ManualClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    sleep: (ms, signal) => {
      signal?.throwIfAborted();
      nowMs += ms;
      return Promise.resolve();
    },
    set: (to) => {
      nowMs = to;
    },
    advance: (ms) => {
      nowMs += ms;
    },
  };
}
