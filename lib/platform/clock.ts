import { setTimeout as delay } from "node:timers/promises";

import type { Clock } from "@/lib/core/clock";

/** The machine's clock. Processes pass it down; tests pass one of their own. */
export const systemClock: Clock = {
  nowMs: () => Date.now(),
  sleep: async (ms, signal) => {
    try {
      await delay(ms, undefined, { signal });
    } catch (error) {
      signal?.throwIfAborted(); // the signal's own reason, not Node's AbortError
      throw error;
    }
  },
};
