import { AppError } from "@/lib/core/errors";

/** Lets so much work of one kind run at a time in this process; what comes on top waits its turn. */
export type Gate = Readonly<{ run: <T>(work: () => Promise<T>) => Promise<T> }>;

/**
 * A gate for `most` at a time. When `waiting` wait already, whoever comes next is sent away.
 * Throws of `run`: rate_limited, with `retryAfterMs`; what the work throws.
 */
export function createGate(options: Readonly<{ most: number; waiting: number; retryAfterMs: number }>): Gate {
  let running = 0;
  const queue: (() => void)[] = [];

  async function enter(): Promise<void> {
    if (running < options.most) {
      running += 1;
      return;
    }
    if (queue.length >= options.waiting) {
      throw new AppError("rate_limited", "too many files are being taken in just now; try again shortly", {
        retryAfterMs: options.retryAfterMs,
      });
    }
    // Whoever leaves hands over its place, so `running` stays as it is.
    await new Promise<void>((resolve) => queue.push(resolve));
  }

  function leave(): void {
    const next = queue.shift();
    if (next === undefined) running -= 1;
    else next();
  }

  return {
    run: async (work) => {
      await enter();
      try {
        return await work();
      } finally {
        leave();
      }
    },
  };
}
