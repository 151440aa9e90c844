import { contentsToLookUp, dropRepeats, tailLengthNeeded } from "@/lib/domain/ledger/repeats";
import type { CopyHead, KeptEntry, Known, ReadEntry } from "@/lib/domain/ledger/repeats";
import { countContents, readTail } from "@/lib/store/copies";
import type { Feed } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Drops what pages repeat, each against the copy as the pages before it leave it (DESIGN §5, "Following a feed",
 * step 2): the same as if each had been written before the next was looked at.
 */
export async function dropRepeatsOfPages(
  tx: TenantTx,
  feed: Feed,
  {
    pages,
    reported,
  }: Readonly<{
    pages: readonly (readonly ReadEntry[])[];
    reported: ReadonlyMap<string, number> | undefined;
  }>,
): Promise<readonly KeptEntry[]> {
  let kept: readonly KeptEntry[] = [];
  let head: CopyHead = {
    headBalance: feed.headBalance,
    lastContent: feed.lastContent,
    lastTime: feed.lastEntryAt,
    maxTime: feed.maxTime,
  };
  for (const page of pages) {
    const known = await lookUpKnown(tx, feed, { page, head, kept });
    const added = dropRepeats(page, head, { ...known, ...(reported && { reported }) });
    head = headAfter(head, added);
    kept = kept.length === 0 ? added : kept.concat(added);
  }
  return kept;
}

/** Asks the database only for what the page makes doubtful: a clean page costs no look-up at all. */
async function lookUpKnown(
  tx: TenantTx,
  feed: Feed,
  { page, head, kept }: Readonly<{ page: readonly ReadEntry[]; head: CopyHead; kept: readonly KeptEntry[] }>,
): Promise<Known> {
  const tailLength = tailLengthNeeded(page, head.lastContent);
  const keptTail = tailLength === 0 ? [] : kept.slice(-tailLength).map((entry) => entry.content);
  const storedTail =
    tailLength > keptTail.length ? await readTail(tx, feed, tailLength - keptTail.length) : [];
  return { tail: [...storedTail, ...keptTail], stored: await countKnown(tx, feed, { page, head, kept }) };
}

async function countKnown(
  tx: TenantTx,
  feed: Feed,
  { page, head, kept }: Readonly<{ page: readonly ReadEntry[]; head: CopyHead; kept: readonly KeptEntry[] }>,
): Promise<ReadonlyMap<string, number>> {
  const doubtful = new Set(contentsToLookUp(page, head.maxTime));
  if (doubtful.size === 0) return new Map();
  // What only the pages before in this transaction can hold, the stored copy need not be asked for.
  const maybeStored = new Set(contentsToLookUp(page, feed.maxTime));
  const counts =
    maybeStored.size === 0
      ? new Map<string, number>()
      : await countContents(
          tx,
          feed,
          page.filter((entry) => maybeStored.has(entry.content)),
        );
  for (const { content } of kept) {
    if (doubtful.has(content)) counts.set(content, (counts.get(content) ?? 0) + 1);
  }
  return counts;
}

function headAfter(head: CopyHead, added: readonly KeptEntry[]): CopyHead {
  const last = added.at(-1);
  if (last === undefined) return head;
  return {
    headBalance: last.balanceAfter,
    lastContent: last.content,
    lastTime: last.time,
    maxTime: latestTime(head.maxTime, added),
  };
}

/** The latest of a time and those of entries. */
export function latestTime(
  time: string | undefined,
  entries: readonly Readonly<{ time: string }>[],
): string | undefined {
  let latest = time;
  for (const entry of entries) if (latest === undefined || entry.time > latest) latest = entry.time;
  return latest;
}
