import type { Clock } from "@/lib/core/clock";

export type AccessToken = Readonly<{ value: string; lifetimeMs: number }>;

export type TokenSource = Readonly<{
  /** A token with at least a tenth of its life left. Throws: what fetching throws, the reason of the signal. */
  get: (signal?: AbortSignal) => Promise<string>;
  /** Forgets this token, which was refused; a newer one stays. */
  drop: (value: string) => void;
}>;

const RENEW_AFTER = 0.9;

/**
 * Hands out one token to all callers, and fetches at most one at a time however many wait. It lives in this
 * process's memory only. A failure is not remembered: the next caller tries again.
 */
export function createTokenSource(fetchToken: () => Promise<AccessToken>, clock: Clock): TokenSource {
  let current: Readonly<{ value: string; renewAtMs: number }> | undefined;
  let pending: Promise<string> | undefined;

  async function fetchOne(): Promise<string> {
    // Its life began at the earliest when we asked for it.
    const askedMs = clock.nowMs();
    const token = await fetchToken();
    current = { value: token.value, renewAtMs: askedMs + token.lifetimeMs * RENEW_AFTER };
    return token.value;
  }

  return {
    get: async (signal) => {
      signal?.throwIfAborted();
      if (current !== undefined && clock.nowMs() < current.renewAtMs) return current.value;
      pending ??= fetchOne().finally(() => {
        pending = undefined;
      });
      return await untilAborted(pending, signal);
    },
    drop: (value) => {
      if (current?.value === value) current = undefined;
    },
  };
}

/** Stops waiting when the signal says so; what is waited for goes on, because others wait for it too. */
function untilAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return promise;
  return new Promise((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason as Error);
    signal.addEventListener("abort", onAbort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
