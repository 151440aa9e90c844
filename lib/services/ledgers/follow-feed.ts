import { AppError, hasCode } from "@/lib/core/errors";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { FeedPage, VippsAccess } from "@/lib/providers/vipps/client";
import { accessToLedger } from "@/lib/services/keys/ledger-access";
import type { ServiceContext } from "@/lib/services/context";
import { reportedContents } from "@/lib/services/copies/reported-contents";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { noteFailure } from "@/lib/services/ledgers/note-failure";
import { writePage } from "@/lib/services/ledgers/write-page";
import { findActiveFeed, findFeed } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { resolveIssue } from "@/lib/store/issues";
import { findLedger } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
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
  const found = await withTenant(ctx.database, ctx, async (tx) => ({
    ledger: await findLedger(tx, target.ledger),
    feed:
      target.copy === undefined
        ? await findActiveFeed(tx, target.ledger, target.topic)
        : await findFeed(tx, { ...target, copy: target.copy }),
  }));
  const { ledger, feed } = found;
  if (
    ledger === undefined ||
    feed === undefined ||
    ledger.status !== "active" ||
    feed.state !== "following"
  ) {
    return { ...counts, outcome: "idle", isActive: feed?.isActive ?? true };
  }
  const run: Run = { ctx, ledger, feed, counts, options };
  let failure: AppError | undefined;
  const outcome = await readPages(run).catch(async (error: unknown) => {
    if (options.signal?.aborted === true) return "more" as const;
    if (!(error instanceof AppError)) throw error;
    await noteFailure(ctx, { ledger, feed: run.feed, error });
    failure = error;
    return "failed" as const;
  });
  if (outcome === "head" && feed.failures > 0) await closeFailure(run);
  return { ...counts, outcome, isActive: feed.isActive, ...(failure && { failure }) };
}

type Run = {
  readonly ctx: ServiceContext;
  readonly ledger: LedgerRecord;
  /** The checkpoint as of the last page written. */
  feed: Feed;
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
  let sent = run.feed.cursor;
  let ahead = fetchPage(run, access, sent);
  let emptyPages = 0;
  let stuckPages = 0;
  while (counts.pages < pagesMax) {
    options.signal?.throwIfAborted();
    const page = await ahead;
    counts.pages += 1;
    counts.entriesRead += page.entries.length;
    const hasMoved = page.cursor !== sent;
    if (page.entries.length === 0) {
      // An empty page never moves the stored cursor: a revoked ledger answers with one of its own.
      emptyPages += 1;
      if (hasMoved && emptyPages <= EMPTY_PAGES_MAX) {
        sent = page.cursor;
        ahead = fetchPage(run, access, sent);
        continue;
      }
      return seeHead(run, page.tryLater);
    }
    const entries = page.entries.map(withContent);
    if (
      emptyPages > 0 &&
      run.feed.headBalance !== undefined &&
      entries[0]?.balanceBefore !== run.feed.headBalance
    ) {
      return seeHead(run, false);
    }
    emptyPages = 0;
    const hasNext = !page.tryLater && hasMoved && counts.pages < pagesMax;
    if (hasNext) ahead = fetchPage(run, access, page.cursor);
    const written = await writePage(ctx, {
      feed: run.feed,
      ledger,
      entries,
      cursor: hasMoved ? page.cursor : undefined,
      headSeen: page.tryLater,
      ...(reported && { reported }),
    });
    if (written === undefined) return "moved";
    run.feed = written.feed;
    counts.entriesWritten += written.written;
    counts.entriesKnown += written.known;
    options.onPage?.({
      written: written.written,
      ledgerDate: written.feed.lastLedgerDate,
      entryCount: written.feed.nextSequence - 1,
    });
    if (page.tryLater) return "head";
    if (!hasMoved) {
      stuckPages = written.written === 0 ? stuckPages + 1 : 0;
      if (stuckPages >= STUCK_PAGES_MAX)
        throw new AppError("provider_unavailable", "the feed repeats one page", { retryAfterMs: 0 });
      ahead = fetchPage(run, access, sent);
    }
    if (hasMoved) {
      sent = page.cursor;
      stuckPages = 0;
    }
  }
  return "more";
}

/** Asks for a page. The promise may be waited for later: until then its failure is nobody's surprise. */
function fetchPage(run: Run, access: VippsAccess, cursor: string | undefined): Promise<FeedPage> {
  const { ledger, feed, options } = run;
  const page = access.feedPage({
    ledgerId: ledger.ledgerId,
    topic: feed.topic,
    ...(cursor === undefined ? {} : { cursor }),
    ...(options.signal && { signal: options.signal }),
  });
  page.catch(() => undefined);
  return page;
}

/** The end of a run on an empty page: the head, if the provider says so; else an answer that proves nothing. */
async function seeHead(run: Run, saysHead: boolean): Promise<FollowOutcome> {
  if (!saysHead) {
    throw new AppError("provider_unavailable", "an empty answer that does not say it is the head", {
      retryAfterMs: 0,
    });
  }
  const written = await writePage(run.ctx, {
    feed: run.feed,
    ledger: run.ledger,
    entries: [],
    cursor: undefined,
    headSeen: true,
  });
  return written === undefined ? "moved" : "head";
}

async function closeFailure({ ctx, feed }: Run): Promise<void> {
  await withTenant(ctx.database, ctx, (tx) =>
    resolveIssue(tx, {
      kind: "answer-invalid",
      subjectType: "feed",
      subjectId: `${feed.ledger}:${feed.topic}`,
      nowMs: ctx.clock.nowMs(),
      by: "system",
    }),
  );
}

/** True for failures of the provider or of keys: they are noted on the row and need no log of their own. */
export function isProviderFailure(error: unknown): boolean {
  return hasCode(
    error,
    "provider_unavailable",
    "provider_rejected",
    "provider_answer_invalid",
    "keys_rejected",
    "access_lost",
    "cursor_refused",
  );
}
