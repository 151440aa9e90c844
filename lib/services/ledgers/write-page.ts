import { newId } from "@/lib/core/ids";
import type { PayoutId } from "@/lib/core/ids";
import { foldPage, hasPayout } from "@/lib/domain/ledger/fold";
import type { Fold, Uncarried } from "@/lib/domain/ledger/fold";
import { isPayoutAborted } from "@/lib/domain/ledger/kind";
import { nextPollAt, spreadOf } from "@/lib/domain/ledger/polling";
import { contentsToLookUp, dropRepeats, tailLengthNeeded } from "@/lib/domain/ledger/repeats";
import type { ReadEntry } from "@/lib/domain/ledger/repeats";
import { payoutOfAbort } from "@/lib/domain/payout/abort";
import { payoutNumberOf, settledAtStart } from "@/lib/domain/payout/life";
import type { ServiceContext } from "@/lib/services/context";
import {
  addDaySums,
  addDays,
  countContents,
  insertBreaks,
  insertEntries,
  readTail,
  readUncarried,
} from "@/lib/store/copies";
import { moveFeed, storeFeedHead } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue } from "@/lib/store/issues";
import { findCurrentVersion, hastenProof } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import {
  findPayoutIds,
  insertCovers,
  listAbortCandidates,
  markAborted,
  naturalKeyOf,
  openPayouts,
} from "@/lib/store/payouts";
import { hastenDaysThrough } from "@/lib/store/proof";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const NOTHING: Uncarried = { sums: [], breaks: [], leftBefore: undefined };

/** A page as it was read after the feed's cursor at its version. */
export type PageToWrite = Readonly<{
  feed: Pick<Feed, "ledger" | "topic" | "copy" | "version">;
  ledger: LedgerRecord;
  entries: readonly ReadEntry[];
  /** Where the next page begins; undefined: the stored cursor stays. */
  cursor: string | undefined;
  /** The page was the head. */
  headSeen: boolean;
  /** Of a copy under construction: how often each content stands in the reports of the dates that differ. */
  reported?: ReadonlyMap<string, number>;
}>;

/** The checkpoint after the page, and what the page brought. Undefined: the feed moved meanwhile, and the page was dropped. */
export type WrittenPage = Readonly<{ feed: Feed; written: number; known: number; head: Fold["headBalance"] }>;

/**
 * Writes one page of a feed in one transaction (DESIGN §5, "Following a feed", steps 1 to 7): the feed's row
 * moves from `version` to the next, repeats are dropped, the rest is numbered, inserted and folded, and the
 * cursor is stored with it. A crash anywhere leaves the page unread; two workers on one feed: one wins.
 */
export async function writePage(ctx: ServiceContext, page: PageToWrite): Promise<WrittenPage | undefined> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const feed = await moveFeed(tx, page.feed, page.feed.version);
    if (feed === undefined) return undefined;
    const known = await lookUpKnown(tx, feed, page.entries);
    const kept = dropRepeats(page.entries, feedHead(feed), {
      ...known,
      ...(page.reported && { reported: page.reported }),
    });
    const needsUncarried = hasPayout(feed.topic, kept);
    const fold = foldPage(feed.topic, kept, {
      nextSequence: feed.nextSequence,
      firstBalance: feed.firstBalance,
      headBalance: feed.headBalance,
      uncarried: needsUncarried ? await readUncarried(tx, feed) : NOTHING,
    });
    await insertEntries(tx, feed, fold.entries);
    await addDaySums(tx, feed, fold.sums);
    const nowMs = ctx.clock.nowMs();
    const reopened = await addDays(tx, feed, { days: fold.days, nowMs });
    await insertBreaks(tx, feed, fold.breaks);
    await recordPayouts(tx, { ctx, feed, ledger: page.ledger, fold });
    if (feed.isActive) await raiseBreaks(tx, page.ledger, { feed, fold, nowMs });
    const isFirstHead = page.headSeen && feed.headSeenAt === undefined;
    if (feed.isActive && (reopened > 0 || isFirstHead)) await hastenProof(tx, feed.ledger, feed.topic, nowMs);
    const paidThrough = fold.covers.at(-1)?.entry.ledgerDate;
    // While a history is read for the first time, every date is due when its head is seen anyway.
    if (feed.isActive && feed.headSeenAt !== undefined && paidThrough !== undefined) {
      await hastenDaysThrough(tx, feed.ledger, { from: page.ledger.booksFrom, through: paidThrough, nowMs });
    }
    const isQuiet = page.headSeen && fold.entries.length === 0;
    const quietPolls = isQuiet ? feed.quietPolls + 1 : 0;
    const last = fold.entries.at(-1);
    const after = {
      nextSequence: feed.nextSequence + fold.entries.length,
      firstBalance: fold.firstBalance,
      headBalance: fold.headBalance,
      lastContent: last?.content ?? feed.lastContent,
      lastEntryAt: last?.time ?? feed.lastEntryAt,
      maxTime: latest(feed.maxTime, fold),
      lastLedgerDate: last?.ledgerDate ?? feed.lastLedgerDate,
    };
    await storeFeedHead(tx, feed, {
      ...after,
      cursor: page.cursor,
      headSeen: page.headSeen,
      quietPolls,
      nowMs,
      nextPollAtMs: page.headSeen ? nextPollAt(nowMs, quietPolls, spreadOf(feed.copy)) : nowMs,
      writtenCount: fold.entries.length,
    });
    return {
      feed: { ...feed, ...after, cursor: page.cursor ?? feed.cursor, quietPolls, failures: 0 },
      written: fold.entries.length,
      known: page.entries.length - fold.entries.length,
      head: fold.headBalance,
    };
  });
}

function feedHead(feed: Feed): Parameters<typeof dropRepeats>[1] {
  return {
    headBalance: feed.headBalance,
    lastContent: feed.lastContent,
    lastTime: feed.lastEntryAt,
    maxTime: feed.maxTime,
  };
}

/** Asks the database only for what the page makes doubtful: a clean page costs no look-up at all. */
async function lookUpKnown(
  tx: TenantTx,
  feed: Feed,
  entries: readonly ReadEntry[],
): Promise<Parameters<typeof dropRepeats>[2]> {
  const tailLength = tailLengthNeeded(entries, feed.lastContent);
  const doubtful = new Set(contentsToLookUp(entries, feed.maxTime));
  return {
    tail: tailLength === 0 ? [] : await readTail(tx, feed, tailLength),
    stored:
      doubtful.size === 0
        ? new Map()
        : await countContents(
            tx,
            feed,
            entries.filter((entry) => doubtful.has(entry.content)),
          ),
  };
}

function latest(maxTime: string | undefined, fold: Fold): string | undefined {
  let max = maxTime;
  for (const entry of fold.entries) if (max === undefined || entry.time > max) max = entry.time;
  return max;
}

/** Opens payouts, links aborts and writes covers. A copy that is not active writes only the covers. */
async function recordPayouts(
  tx: TenantTx,
  {
    ctx,
    feed,
    ledger,
    fold,
  }: Readonly<{ ctx: ServiceContext; feed: Feed; ledger: LedgerRecord; fold: Fold }>,
): Promise<void> {
  if (feed.topic !== "funds") return;
  const entries = fold.covers.map((cover) => cover.entry);
  if (entries.length > 0) {
    const nowMs = ctx.clock.nowMs();
    if (feed.isActive) {
      const account = (await findCurrentVersion(tx, feed.ledger))?.payoutAccount;
      await openPayouts(
        tx,
        feed.ledger,
        entries.map((entry) => ({
          id: newId<"payout">(nowMs),
          entry,
          payoutNumber: payoutNumberOf(entry.pspReference),
          payoutAccount: account,
          settled: settledAtStart(ledger.country, entry.ledgerDate, ledger.booksFrom),
        })),
      );
    }
    const ids = await findPayoutIds(tx, feed.ledger, entries);
    await insertCovers(
      tx,
      feed,
      fold.covers.map((cover) => ({
        cover,
        // A payout that only a copy under construction knows is made at the swap, with this id.
        payout: ids.get(naturalKeyOf(cover.entry)) ?? (newId<"payout">(nowMs) as PayoutId),
      })),
    );
  }
  if (feed.isActive) await linkAborts(tx, { ctx, feed, ledger, fold });
}

async function linkAborts(
  tx: TenantTx,
  {
    ctx,
    feed,
    ledger,
    fold,
  }: Readonly<{ ctx: ServiceContext; feed: Feed; ledger: LedgerRecord; fold: Fold }>,
): Promise<void> {
  for (const entry of fold.entries) {
    if (!isPayoutAborted(feed.topic, entry.entryType)) continue;
    const payout = payoutOfAbort(entry, await listAbortCandidates(tx, feed.ledger, entry));
    if (payout !== undefined) await markAborted(tx, payout.id as PayoutId, entry);
    // Before the books begin nobody needs to act.
    if (entry.ledgerDate < ledger.booksFrom) continue;
    await openIssue(tx, {
      kind: payout === undefined ? "payout-abort-unlinked" : "payout-aborted",
      subjectType: payout === undefined ? "entry" : "payout",
      subjectId: payout?.id ?? `${feed.ledger}:${naturalKeyOf(entry)}`,
      ledger: feed.ledger,
      facts: {
        ledgerId: ledger.ledgerId,
        ledgerDate: entry.ledgerDate,
        amount: entry.amount.toString(),
        currency: entry.currency,
        pspReference: entry.pspReference,
      },
      nowMs: ctx.clock.nowMs(),
    });
  }
}

/** One issue a break, from the start of the books on; earlier ones stay visible on their day. */
async function raiseBreaks(
  tx: TenantTx,
  ledger: LedgerRecord,
  { feed, fold, nowMs }: Readonly<{ feed: Feed; fold: Fold; nowMs: number }>,
): Promise<void> {
  for (const found of fold.breaks) {
    if (found.ledgerDate < ledger.booksFrom) continue;
    await openIssue(tx, {
      kind: "chain-break",
      subjectType: "entry",
      subjectId: `${feed.ledger}:${feed.topic}:${found.ledgerDate}:${found.content}:${String(found.ordinal)}`,
      ledger: feed.ledger,
      facts: {
        ledgerId: ledger.ledgerId,
        topic: feed.topic,
        ledgerDate: found.ledgerDate,
        sequence: String(found.sequence),
        expected: found.expected.toString(),
        found: found.found.toString(),
        amount: found.amount.toString(),
        currency: ledger.currency,
      },
      nowMs,
    });
  }
}
