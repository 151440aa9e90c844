import type { ApiEntry } from "@/lib/domain/ledger/entry";

/** An entry as read from a page, with the hex of its content hash. */
export type ReadEntry = ApiEntry & Readonly<{ content: string }>;

/** An entry that belongs in the copy: `ordinal` is the n-th occurrence of equal content within its date. */
export type KeptEntry = ReadEntry & Readonly<{ ordinal: number }>;

/** The end of what a copy holds; all undefined before its first entry. */
export type CopyHead = Readonly<{
  headBalance: bigint | undefined;
  /** Content of the last entry. */
  lastContent: string | undefined;
  /** Time of the last entry kept. */
  lastTime: string | undefined;
  /** The latest time of any entry of the copy. */
  maxTime: string | undefined;
}>;

/** How much of the stored tail is needed to find the repeats of a page: 0 when its head cannot be one. */
export function tailLengthNeeded(page: readonly ReadEntry[], lastContent: string | undefined): number {
  if (lastContent === undefined) return 0;
  for (let index = page.length - 1; index >= 0; index -= 1) {
    if (page[index]?.content === lastContent) return index + 1;
  }
  return 0;
}

/** The entries whose content may stand in the copy already: content holds the time, so none later than all stored. */
export function contentsToLookUp(page: readonly ReadEntry[], maxTime: string | undefined): string[] {
  if (maxTime === undefined) return [];
  return page.filter((entry) => entry.time <= maxTime).map((entry) => entry.content);
}

/** The longest head of the page that equals the stored tail (contents, oldest first). */
export function repeatedHeadLength(page: readonly ReadEntry[], tail: readonly string[]): number {
  for (let length = Math.min(page.length, tail.length); length > 0; length -= 1) {
    const start = tail.length - length;
    let equal = true;
    for (let index = 0; equal && index < length; index += 1) {
      equal = page[index]?.content === tail[start + index];
    }
    if (equal) return length;
  }
  return 0;
}

/** What is known when the repeats of a page are dropped. */
export type Known = Readonly<{
  /** Contents of the copy's last entries, at least `tailLengthNeeded` of them, oldest first. */
  tail: readonly string[];
  /** How often each content of `contentsToLookUp` stands in the copy. */
  stored: ReadonlyMap<string, number>;
  /** How often each content stands in the reports by date that are at hand. */
  reported?: ReadonlyMap<string, number>;
}>;

/**
 * Drops what a page repeats (DESIGN §5, "Following a feed", step 2): first the longest head that equals the
 * stored tail; then, entry by entry, one that is known, stored or earlier in this page, and either does not
 * continue the chain or is older than the last entry kept. A known entry that continues the chain is a twin.
 *
 * With the report of a date at hand, a run that sums to zero and stands on both sides of a page border is no
 * longer a riddle: what continues the chain is kept until there are as many as the report has.
 */
export function dropRepeats(page: readonly ReadEntry[], head: CopyHead, known: Known): KeptEntry[] {
  const kept: KeptEntry[] = [];
  const seen = new Map<string, number>();
  let balance = head.headBalance;
  let lastTime = head.lastTime;
  const repeatedLength = repeatedHeadLength(page, known.tail);
  for (const [index, entry] of page.entries()) {
    const storedCount = known.stored.get(entry.content) ?? 0;
    const seenCount = seen.get(entry.content) ?? 0;
    const heldCount = storedCount + seenCount;
    const continues = balance === undefined || entry.balanceBefore === balance;
    const isWanted = continues && heldCount < (known.reported?.get(entry.content) ?? 0);
    const isOlder = lastTime !== undefined && entry.time < lastTime;
    const isRepeat = index < repeatedLength || (heldCount > 0 && (!continues || isOlder));
    if (isRepeat && !isWanted) continue;
    seen.set(entry.content, seenCount + 1);
    kept.push({ ...entry, ordinal: storedCount + seenCount + 1 });
    balance = entry.balanceAfter;
    lastTime = entry.time;
  }
  return kept;
}
