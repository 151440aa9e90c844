/** Time as an argument: nothing below the processes reads the machine's clock by itself. */
export type Clock = Readonly<{
  /** Milliseconds since the epoch, UTC. */
  nowMs: () => number;
  /** Resolves after `ms`; rejects with the signal's reason when it is aborted. */
  sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
}>;

export const SECOND_MS = 1_000;
export const MINUTE_MS = 60 * SECOND_MS;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;
