import { newId } from "@/lib/core/ids";
import type { PayoutId } from "@/lib/core/ids";
import { foldPage, hasPayout } from "@/lib/domain/ledger/fold";
import type { Fold, Uncarried } from "@/lib/domain/ledger/fold";
import { isPayoutAborted, isRareSettlement } from "@/lib/domain/ledger/kind";
import { nextPollAt, spreadOf } from "@/lib/domain/ledger/polling";
import type { ReadEntry } from "@/lib/domain/ledger/repeats";
import { lastOverDate } from "@/lib/domain/ledger/proof";
import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import { payoutNumberOf, settledAtStart } from "@/lib/domain/payout/life";
import type { ServiceContext } from "@/lib/services/context";
import { linkAborts } from "@/lib/services/ledgers/link-aborts";
import { dropRepeatsOfPages, latestTime } from "@/lib/services/ledgers/drop-repeats-of-pages";
import { keepPersons } from "@/lib/services/persons/keep-persons";
import { addDaySums, addDays, insertBreaks, insertEntries, readUncarried } from "@/lib/store/copies";
import { moveFeed, storeFeedHead } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue } from "@/lib/store/issues";
import { findCurrentVersion, hastenProof } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { findPayoutIds, insertCovers, naturalKeyOf, openPayouts } from "@/lib/store/payouts";
import { hastenDaysThrough } from "@/lib/store/proof";
import { markLedgerDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const NOTHING: Uncarried = { sums: [], breaks: [], leftBefore: undefined };

/** One page of a feed. */
export type ReadPage = Readonly<{
  entries: readonly ReadEntry[];
  /** Where the next page begins; undefined: the stored cursor stays. */
  cursor: string | undefined;
  /** The page was the head. */
  headSeen: boolean;
}>;

/** Pages as they were read, one after the other, after the feed's cursor at its version. */
export type PagesToWrite = Readonly<{
  feed: Pick<Feed, "ledger" | "topic" | "copy" | "version">;
  ledger: LedgerRecord;
  pages: readonly ReadPage[];
  /** Of a copy under construction: how often each content stands in the reports of the dates that differ. */
  reported?: ReadonlyMap<string, number>;
}>;

/** The checkpoint after the pages, and what they brought. Undefined: the feed moved meanwhile, and they were dropped. */
export type WrittenPages = Readonly<{
  feed: Feed;
  written: number;
  known: number;
  head: Fold["headBalance"];
}>;

/**
 * Writes pages of a feed in one transaction (DESIGN §5, "Following a feed", steps 1 to 7): the feed's row moves
 * from `version` to the next, repeats are dropped page by page, the rest is numbered, inserted and folded, and the
 * cursor of the last page is stored with it. A crash anywhere leaves them unread; two workers on one feed: one wins.
 */
export async function writePages(
  ctx: ServiceContext,
  { feed: { version, ...key }, ledger, pages, reported }: PagesToWrite,
): Promise<WrittenPages | undefined> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const feed = await moveFeed(tx, key, version);
    if (feed === undefined) return undefined;
    const kept = await dropRepeatsOfPages(tx, feed, { pages: pages.map((page) => page.entries), reported });
    const headSeen = pages.at(-1)?.headSeen ?? false;
    const needsUncarried = hasPayout(feed.topic, kept);
    const fold = foldPage(feed.topic, kept, {
      nextSequence: feed.nextSequence,
      firstBalance: feed.firstBalance,
      headBalance: feed.headBalance,
      uncarried: needsUncarried ? await readUncarried(tx, feed) : NOTHING,
    });
    await insertEntries(tx, feed, fold.entries);
    await keepPersons(tx, ctx, { ledger: feed.ledger, topic: feed.topic, entries: fold.entries });
    await addDaySums(tx, feed, fold.sums);
    const nowMs = ctx.clock.nowMs();
    const reopened = await addDays(tx, feed, { days: fold.days, nowMs });
    await insertBreaks(tx, feed, fold.breaks);
    await recordPayouts(tx, { ctx, feed, ledger, fold });
    if (feed.isActive) await ringForRare(tx, ledger, { feed, fold });
    if (feed.isActive) await raiseBreaks(tx, ledger, { feed, fold, nowMs });
    const isFirstHead = headSeen && feed.headSeenAt === undefined;
    if (feed.isActive && (reopened > 0 || isFirstHead)) await hastenProof(tx, feed.ledger, feed.topic, nowMs);
    const paidThrough = fold.covers.at(-1)?.entry.ledgerDate;
    // While a history is read for the first time, every date is due when its head is seen anyway.
    if (feed.isActive && feed.headSeenAt !== undefined && paidThrough !== undefined) {
      const overThrough = lastOverDate(nowMs, TIME_ZONES[ledger.country]);
      const through = paidThrough < overThrough ? paidThrough : overThrough;
      await hastenDaysThrough(tx, feed.ledger, { from: ledger.booksFrom, through, nowMs });
    }
    const after = headAfter(feed, fold);
    const isQuiet = headSeen && fold.entries.length === 0;
    const quietPolls = isQuiet ? feed.quietPolls + 1 : 0;
    const cursor = pages.findLast((page) => page.cursor !== undefined)?.cursor;
    await storeFeedHead(tx, feed, {
      ...after,
      cursor,
      headSeen,
      quietPolls,
      nowMs,
      nextPollAtMs: headSeen ? nextPollAt(nowMs, quietPolls, spreadOf(feed.copy)) : nowMs,
      writtenCount: fold.entries.length,
    });
    const read = pages.reduce((sum, page) => sum + page.entries.length, 0);
    return {
      feed: { ...feed, ...after, cursor: cursor ?? feed.cursor, quietPolls, failures: 0 },
      written: fold.entries.length,
      known: read - fold.entries.length,
      head: fold.headBalance,
    };
  });
}

/** The end of the copy with what was folded onto it. */
function headAfter(
  feed: Feed,
  fold: Fold,
): Pick<
  Feed,
  | "nextSequence"
  | "firstBalance"
  | "headBalance"
  | "lastContent"
  | "lastEntryAt"
  | "maxTime"
  | "lastLedgerDate"
> {
  const last = fold.entries.at(-1);
  return {
    nextSequence: feed.nextSequence + fold.entries.length,
    firstBalance: fold.firstBalance,
    headBalance: fold.headBalance,
    lastContent: last?.content ?? feed.lastContent,
    lastEntryAt: last?.time ?? feed.lastEntryAt,
    maxTime: latestTime(feed.maxTime, fold.entries),
    lastLedgerDate: last?.ledgerDate ?? feed.lastLedgerDate,
  };
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
  if (!feed.isActive) return;
  const aborted = fold.entries.filter((entry) => isPayoutAborted(feed.topic, entry.entryType));
  await linkAborts(tx, { ledger, aborted, nowMs: ctx.clock.nowMs() });
}

/** Top-ups, invoices and what came back are matched as payouts are, which ring by themselves. */
async function ringForRare(
  tx: TenantTx,
  ledger: LedgerRecord,
  { feed, fold }: Readonly<{ feed: Feed; fold: Fold }>,
): Promise<void> {
  const amounts = fold.entries
    .filter((entry) => entry.ledgerDate >= ledger.booksFrom && isRareSettlement(feed.topic, entry.entryType))
    .map((entry) => -entry.amount);
  if (amounts.length > 0) await markLedgerDue(tx, feed.ledger, amounts);
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
