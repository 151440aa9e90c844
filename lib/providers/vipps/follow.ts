import type { ApiEntry } from "@/lib/domain/ledger/entry";
import type { DatePage, DateReport, FeedPage } from "@/lib/providers/vipps/access";
import { invalidAnswer } from "@/lib/providers/vipps/invalid";

/** Of one call; whoever wants more follows again from the last cursor. */
const FEED_PAGES_MAX = 10_000;
const DATE_PAGES_MAX = 2_000;

export type FetchPage<Page> = (cursor: string | undefined, signal: AbortSignal | undefined) => Promise<Page>;

/**
 * Yields pages up to the head of the feed. The next page is on its way while the caller stores this one; when
 * the caller stops, it is called off. Throws: what fetching throws, provider_answer_invalid when cursors repeat.
 */
export async function* followFeed(
  fetchPage: FetchPage<FeedPage>,
  from: string | undefined,
  signal: AbortSignal | undefined,
): AsyncGenerator<FeedPage, void> {
  const stop = new AbortController();
  const either = signal === undefined ? stop.signal : AbortSignal.any([signal, stop.signal]);
  const seen = new Set<string>();
  let sent = from;
  let next = fetchPage(sent, either);
  try {
    for (let count = 1; ; count += 1) {
      const page = await next;
      const isHead = page.tryLater || page.entries.length === 0 || page.cursor === sent;
      const isLast = isHead || count === FEED_PAGES_MAX;
      if (!isLast) {
        if (seen.has(page.cursor)) throw invalidAnswer("the feed", "cursor", "another one on each page");
        seen.add(page.cursor);
        sent = page.cursor;
        next = fetchPage(sent, either);
        // Its failure is thrown when its turn comes; until then nobody waits for it.
        next.catch(() => undefined);
      }
      yield page;
      if (isLast) return;
    }
  } finally {
    stop.abort();
  }
}

/** Reads all pages of a report. It is ready only when no page of it says that more may come. */
export async function readWholeReport(
  fetchPage: (cursor: string | undefined) => Promise<DatePage>,
): Promise<DateReport> {
  const pages: (readonly ApiEntry[])[] = [];
  const seen = new Set<string>();
  let cursor: string | undefined;
  let ready = true;
  while (pages.length < DATE_PAGES_MAX) {
    const page = await fetchPage(cursor);
    if (page.notFound === true) return { ready: false, entries: [], notFound: true };
    pages.push(page.entries);
    ready &&= !page.tryLater;
    cursor = page.cursor;
    if (cursor === undefined) return { ready, entries: pages.flat() };
    if (seen.has(cursor)) throw invalidAnswer("the report by date", "cursor", "another one on each page");
    seen.add(cursor);
  }
  throw invalidAnswer("the report by date", "the report", `at most ${DATE_PAGES_MAX} pages long`);
}
