import { HOUR_MS, MINUTE_MS, SECOND_MS } from "@/lib/core/clock";

/** Waits at the head of a feed, by how often in a row it brought nothing. Polling guide: at most once a minute, in practice hourly. */
const QUIET_WAITS_MS = [1, 2, 5, 10, 20, 40, 60].map((minutes) => minutes * MINUTE_MS);
const FAILURE_BASE_MS = 15 * SECOND_MS;
const FAILURE_MAX_MS = HOUR_MS;
const BUSY_MINUTES_MS = 10 * MINUTE_MS;

/**
 * When to look again at a head that brought nothing `quietPolls` times in a row.
 * Long waits are spread over the hour by `spread` (0 to 1, a function of the feed), away from its first ten
 * minutes, when everybody polls (Report API guide).
 */
export function nextPollAt(nowMs: number, quietPolls: number, spread: number): number {
  const wait = QUIET_WAITS_MS[Math.min(quietPolls, QUIET_WAITS_MS.length - 1)] ?? HOUR_MS;
  const at = nowMs + wait * (0.9 + 0.2 * spread);
  if (wait < 20 * MINUTE_MS) return Math.round(at);
  const intoHour = at % HOUR_MS;
  return Math.round(
    intoHour >= BUSY_MINUTES_MS ? at : at - intoHour + BUSY_MINUTES_MS + spread * (HOUR_MS - BUSY_MINUTES_MS),
  );
}

/** When to try again after the n-th failure in a row: what the other side asked for, else doubling with jitter. */
export function nextAttemptAt(
  nowMs: number,
  failures: number,
  options: Readonly<{ retryAfterMs: number | undefined; random: number }>,
): number {
  const backoff = Math.min(FAILURE_MAX_MS, FAILURE_BASE_MS * 2 ** Math.max(0, Math.min(failures, 20) - 1));
  return Math.round(nowMs + Math.max(options.retryAfterMs ?? 0, backoff * (0.5 + options.random / 2)));
}

/** A number from 0 to 1 that is always the same for the same text (FNV-1a). */
export function spreadOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193) >>> 0;
  }
  return hash / 0x1_0000_0000;
}
