import { DAY_MS } from "@/lib/core/clock";

/** A merchant gets at most so many letters about one grant, the first included. */
export const LETTERS_MAX = 3;
/** When reminders go, counted from the first letter. */
const AFTER_DAYS = [4, 10] as const;

/**
 * When the next letter goes by itself after `letters` of them; undefined: no more. A letter that went late does not
 * drag the next one onto its heels: there are at least three days between two.
 */
export function nextLetterAt(
  sent: Readonly<{ letters: number; firstMs: number; lastMs: number }>,
): number | undefined {
  const days = sent.letters >= LETTERS_MAX ? undefined : AFTER_DAYS[sent.letters - 1];
  return days === undefined ? undefined : Math.max(sent.firstMs + days * DAY_MS, sent.lastMs + 3 * DAY_MS);
}
