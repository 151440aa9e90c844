import { AppError, hasCode } from "@/lib/core/errors";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { FeedPage, VippsAccess } from "@/lib/providers/vipps/client";
import { accessToLedger } from "@/lib/services/keys/ledger-access";
import type { ServiceContext } from "@/lib/services/context";
import { reportedContents } from "@/lib/services/copies/reported-contents";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { noteBug, noteFailure } from "@/lib/services/ledgers/note-failure";
import { readAhead } from "@/lib/services/ledgers/pages-ahead";
import type { Arrival, PagesAhead } from "@/lib/services/ledgers/pages-ahead";
import { writePages } from "@/lib/services/ledgers/write-pages";
import { findActiveFeed, findFeed } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { resolveIssue } from "@/lib/store/issues";
import { findLedger } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { findPersonSetting } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";

/** Pages of one run; what is left is due again at once. */
const PAGES_MAX = 500;
/** Empty pages in a row whose cursors are followed in memory. */
const EMPTY_PAGES_MAX = 5;
/** Pages in a row that bring nothing new and do not move. */
const STUCK_PAGES_MAX = 3;

export type FeedTarget = Readonly<{ ledger: LedgerUid; topic: Topic; copy?: CopyId }>;

/** How a run ended: at the head; more to read; dropped because the feed moved meanwhile; failed, to be tried again; or nothing to follow. */
export type FollowOutcome = "head" | "more" | "moved" | "failed" | "idle";

export type FollowReport = Readonly<{
  outcome: FollowOutcome;
  entriesRead: number;
  entriesWritten: number;
  entriesKnown: number;
  pages: number;
  isActive: boolean;
  /** Why it failed. */
  failure?: AppError;
}>;

export type FollowOptions = Readonly<{
  signal?: AbortSignal;
  pagesMax?: number;
  onPage?: (
    progress: Readonly<{ written: number; ledgerDate: string | undefined; entryCount: number }>,
  ) => void;
}>;

type Counts = { entriesRead: number; entriesWritten: number; entriesKnown: number; pages: number };

/**
 * Follows one copy of a topic from its stored cursor to the head of the feed, or for a bounded number of
 * pages (DESIGN §5, "Following a feed"). Failures of the provider are noted on the feed's row, which says when
 * to try again; only failures of our own stores are thrown: database_unavailable, disk_full.
 */
export async function followFeed(
  ctx: ServiceContext,
  target: FeedTarget,
  options: FollowOptions = {},
): Promise<FollowReport> {
  const counts: Counts = { entriesRead: 0, entriesWritten: 0, entriesKnown: 0, pages: 0 };
  const found = await withTenant(ctx.database, ctx, async (tx) => {
    const feed =
      target.copy === undefined
        ? await findActiveFeed(tx, target.ledger, target.topic)
        : await findFeed(tx, { ...target, copy: target.copy });
    return {
      ledger: await findLedger(tx, target.ledger),
      feed,
      // After the feed: whoever turns this on or off moves the feed's version first, and pages read before are dropped.
      personal: target.topic === "funds" && (await findPersonSetting(tx, target.ledger)) !== undefined,
    };
  });
  const { ledger, feed } = found;
  if (
    ledger === undefined ||
    feed === undefined ||
    ledger.status !== "active" ||
    feed.state !== "following"
  ) {
    return { ...counts, outcome: "idle", isActive: feed?.isActive ?? true };
  }
  const run: Run = { ctx, ledger, feed, personal: found.personal, counts, options };
  let failure: AppError | undefined;
  const outcome = await readPages(run).catch(async (error: unknown) => {
    if (options.signal?.aborted === true) return "more" as const;
    if (!(error instanceof AppError)) {
      await noteBug(ctx, run.feed);
      throw error;
    }
    await noteFailure(ctx, { ledger, feed: run.feed, error });
    failure = error;
    return "failed" as const;
  });
  if (outcome === "head" && feed.isActive) await closeFailure(run);
  return { ...counts, outcome, isActive: feed.isActive, ...(failure && { failure }) };
}

type Run = {
  readonly ctx: ServiceContext;
  readonly ledger: LedgerRecord;
  /** The checkpoint as of the last page written. */
  feed: Feed;
  /** Whether payers are asked for: on every page, since the cursor does not carry it. */
  readonly personal: boolean;
  readonly counts: Counts;
  readonly options: FollowOptions;
};

async function readPages(run: Run): Promise<FollowOutcome> {
  const { ctx, ledger, options, counts } = run;
  const { access } = await accessToLedger(ctx, ledger.id);
  const reported = run.feed.isActive
    ? undefined
    : await reportedContents(ctx, { ledger, topic: run.feed.topic, access });
  const pagesMax = options.pagesMax ?? PAGES_MAX;
  const readFrom = (cursor: string | undefined): PagesAhead =>
    readAhead((at) => fetchPage(run, access, at), { cursor, pagesMax: pagesMax - counts.pages });
  let ahead = readFrom(run.feed.cursor);
  let emptyPages = 0;
  let stuckPages = 0;
  try {
    while (counts.pages < pagesMax) {
      options.signal?.throwIfAborted();
      const arrivals = await ahead.take().catch((error: unknown) => {
        // A cursor that only an empty page gave, and that is refused, is forgotten: the stored one was accepted.
        if (emptyPages > 0 && hasCode(error, "cursor_refused")) return undefined;
        throw error;
      });
      if (arrivals === undefined) return await seeHead(run, false);
      const end = arrivals.at(-1);
      if (end === undefined) return "more";
      counts.pages += arrivals.length;
      const full = arrivals.filter(({ page }) => page.entries.length > 0);
      let writtenCount: number | undefined = 0;
      if (full.length > 0) {
        counts.entriesRead += full.reduce((sum, { page }) => sum + page.entries.length, 0);
        // What an empty page's cursor leads to must continue the chain: else that cursor is forgotten.
        if (emptyPages > 0 && !doesContinue(run.feed, full)) return await seeHead(run, false);
        emptyPages = 0;
        writtenCount = await writeArrivals(run, full, reported);
        if (writtenCount === undefined) return "moved";
      }
      if (end.page.entries.length === 0) {
        // An empty page never moves the stored cursor: a revoked ledger answers with one of its own.
        emptyPages += 1;
        if (!end.hasMoved || emptyPages > EMPTY_PAGES_MAX) return await seeHead(run, end.page.tryLater);
        ahead = readFrom(end.page.cursor);
      } else if (end.page.tryLater) {
        return "head";
      } else if (!end.hasMoved) {
        stuckPages = writtenCount === 0 ? stuckPages + 1 : 0;
        if (stuckPages >= STUCK_PAGES_MAX)
          throw new AppError("provider_unavailable", "the feed repeats one page", { retryAfterMs: 0 });
        ahead = readFrom(end.page.cursor);
      } else {
        stuckPages = 0;
      }
    }
    return "more";
  } finally {
    ahead.stop();
  }
}

function doesContinue(feed: Feed, [first]: readonly Arrival[]): boolean {
  return feed.headBalance === undefined || first?.page.entries[0]?.balanceBefore === feed.headBalance;
}

/** Writes what has arrived, in one transaction. Returns how many entries were new; undefined: the feed moved meanwhile. */
async function writeArrivals(
  run: Run,
  arrivals: readonly Arrival[],
  reported: ReadonlyMap<string, number> | undefined,
): Promise<number | undefined> {
  const { ctx, ledger, options, counts } = run;
  const written = await writePages(ctx, {
    feed: run.feed,
    ledger,
    pages: arrivals.map(({ page, hasMoved }) => ({
      entries: page.entries.map(withContent),
      cursor: hasMoved ? page.cursor : undefined,
      headSeen: page.tryLater,
    })),
    ...(reported && { reported }),
  });
  if (written === undefined) return undefined;
  run.feed = written.feed;
  counts.entriesWritten += written.written;
  counts.entriesKnown += written.known;
  options.onPage?.({
    written: written.written,
    ledgerDate: written.feed.lastLedgerDate,
    entryCount: written.feed.nextSequence - 1,
  });
  return written.written;
}

/** Asks for a page. */
function fetchPage(run: Run, access: VippsAccess, cursor: string | undefined): Promise<FeedPage> {
  const { ledger, feed, options, personal } = run;
  return access.feedPage({
    ledgerId: ledger.ledgerId,
    topic: feed.topic,
    ...(personal && { personal }),
    ...(cursor === undefined ? {} : { cursor }),
    ...(options.signal && { signal: options.signal }),
  });
}

/** The end of a run on an empty page: the head, if the provider says so; else an answer that proves nothing. */
async function seeHead(run: Run, saysHead: boolean): Promise<FollowOutcome> {
  if (!saysHead) {
    throw new AppError("provider_unavailable", "an empty answer that does not say it is the head", {
      retryAfterMs: 0,
    });
  }
  const written = await writePages(run.ctx, {
    feed: run.feed,
    ledger: run.ledger,
    pages: [{ entries: [], cursor: undefined, headSeen: true }],
  });
  return written === undefined ? "moved" : "head";
}

/** The head was seen again: what failing had opened is closed. */
async function closeFailure({ ctx, feed }: Run): Promise<void> {
  const subject = {
    subjectType: "feed",
    subjectId: `${feed.ledger}:${feed.topic}`,
    nowMs: ctx.clock.nowMs(),
    by: "system",
  };
  await withTenant(ctx.database, ctx, async (tx) => {
    await resolveIssue(tx, { kind: "answer-invalid", ...subject });
    await resolveIssue(tx, { kind: "feed-stale", ...subject });
  });
}
