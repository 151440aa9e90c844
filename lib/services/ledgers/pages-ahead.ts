import type { FeedPage } from "@/lib/providers/vipps/client";

/** Read ahead of the writer at most: what lies in memory, and what one transaction may come to hold. */
export const PAGES_AHEAD_MAX = 8;
const ENTRIES_AHEAD_MAX = 8_000;

/** A page as it arrived; `hasMoved`: its cursor is another than the one that it was asked with. */
export type Arrival = Readonly<{ page: FeedPage; hasMoved: boolean }>;

export type PagesAhead = Readonly<{
  /**
   * All pages that are here, in order, or the next one when none is. Empty: a page has ended the reading
   * (empty, the head, or not moving), or as many as wanted were read. Throws what fetching threw, after the pages before it were taken.
   */
  take: () => Promise<readonly Arrival[]>;
  /** Asks for no more. */
  stop: () => void;
}>;

/**
 * Reads pages one after the other while the caller writes those before. A provider that is slower than the
 * database gives its pages one by one; one that is faster gives several at a time, for one transaction.
 */
export function readAhead(
  fetchPage: (cursor: string | undefined) => Promise<FeedPage>,
  from: Readonly<{ cursor: string | undefined; pagesMax: number }>,
): PagesAhead {
  const arrived: Arrival[] = [];
  let entryCount = 0;
  let pagesLeft = from.pagesMax;
  let sent = from.cursor;
  let isReading = false;
  let isOver = pagesLeft <= 0;
  let failure: { readonly error: unknown } | undefined;
  let wake = (): void => undefined;

  async function read(): Promise<void> {
    if (isReading) return;
    isReading = true;
    try {
      while (!isOver && arrived.length < PAGES_AHEAD_MAX && entryCount < ENTRIES_AHEAD_MAX) {
        const page = await fetchPage(sent);
        const hasMoved = page.cursor !== sent;
        arrived.push({ page, hasMoved });
        entryCount += page.entries.length;
        pagesLeft -= 1;
        sent = page.cursor;
        isOver ||= page.entries.length === 0 || page.tryLater || !hasMoved || pagesLeft <= 0;
        wake();
      }
    } catch (error) {
      failure = { error };
      isOver = true;
      wake();
    } finally {
      isReading = false;
    }
  }

  return {
    take: async () => {
      void read();
      while (arrived.length === 0) {
        if (failure !== undefined) throw failure.error;
        if (isOver) return [];
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      entryCount = 0;
      const taken = arrived.splice(0);
      void read();
      return taken;
    },
    stop: () => {
      isOver = true;
    },
  };
}
