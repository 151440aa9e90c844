import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { addDays, dateInZone } from "@/lib/core/ledger-date";
import type { LedgerUid } from "@/lib/core/ids";
import { spreadOf } from "@/lib/domain/ledger/polling";
import {
  compareContents,
  DIFFERS_WAIT_MS,
  judge,
  lastOverDate,
  nextCompareAt,
  overAt,
  SUSPECT_WAIT_MS,
} from "@/lib/domain/ledger/proof";
import type { Comparison } from "@/lib/domain/ledger/proof";
import type { Topic } from "@/lib/domain/ledger/states";
import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import { hashHex } from "@/lib/platform/hash";
import type { DateReport, VippsAccess } from "@/lib/providers/vipps/client";
import type { ServiceContext } from "@/lib/services/context";
import { purgeRetired } from "@/lib/services/copies/purge-retired";
import { startCopy } from "@/lib/services/copies/start-copy";
import { accessToLedger } from "@/lib/services/keys/ledger-access";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import { tieOutFees } from "@/lib/services/proof/tie-out-fees";
import { findActiveFeed } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue, resolveIssue } from "@/lib/store/issues";
import type { IssueSubject } from "@/lib/store/issues";
import { findLedger } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import {
  ensureDays,
  findDueDay,
  hastenNextOpenDay,
  listDayContents,
  postponeDay,
  recordVerdict,
  scheduleNextProof,
} from "@/lib/store/proof";
import type { DayVerdict, DueDay } from "@/lib/store/proof";
import { withTenant } from "@/lib/store/tenant";

/** Dates of one run; what is left is due again at once. */
const DATES_MAX = 200;
const FAILURE_WAIT_MS = 10 * MINUTE_MS;
/** Proofs of one hour are spread over this much, so that not every ledger asks at once. */
const SPREAD_MS = 30 * MINUTE_MS;
const FACTS_ENTRIES_MAX = 20;

type Run = Readonly<{
  ctx: ServiceContext;
  ledger: LedgerRecord;
  feed: Feed;
  access: VippsAccess;
  signal?: AbortSignal;
}>;

/**
 * Compares the due dates of a topic with their reports by date (DESIGN §5, "Proof"), oldest first. A date is
 * read once when it is over; after that only the oldest open one is, until it closes. Returns how many dates
 * were compared. Failures of the provider leave the rest due a little later.
 */
export async function proveTopic(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  options: Readonly<{ signal?: AbortSignal; datesMax?: number }> = {},
): Promise<number> {
  const found = await withTenant(ctx.database, ctx, async (tx) => ({
    ledger: await findLedger(tx, target.ledger),
    feed: await findActiveFeed(tx, target.ledger, target.topic),
  }));
  const { ledger, feed } = found;
  if (ledger === undefined || feed === undefined) return 0;
  const wait = (ms: number): Promise<void> =>
    withTenant(ctx.database, ctx, (tx) => scheduleNextProof(tx, feed, { atMs: ctx.clock.nowMs() + ms }));
  // Before its head was seen a copy proves nothing, and one that is paused cannot be followed to its head.
  if (ledger.status !== "active" || feed.state !== "following" || feed.headSeenAt === undefined) {
    await wait(HOUR_MS);
    return 0;
  }
  const access = await accessToLedger(ctx, ledger.id).catch(async (error: unknown) => {
    await wait(FAILURE_WAIT_MS);
    throw error;
  });
  const run: Run = {
    ctx,
    ledger,
    feed,
    access: access.access,
    ...(options.signal && { signal: options.signal }),
  };
  const timeZone = TIME_ZONES[ledger.country];
  const through = lastOverDate(ctx.clock.nowMs(), timeZone);
  if (ledger.booksFrom <= through) {
    await withTenant(ctx.database, ctx, (tx) =>
      ensureDays(tx, feed, { from: ledger.booksFrom, through, nowMs: ctx.clock.nowMs() }),
    );
  }
  let compared = 0;
  let failed = false;
  while (!failed && compared < (options.datesMax ?? DATES_MAX) && options.signal?.aborted !== true) {
    const due = await withTenant(ctx.database, ctx, (tx) =>
      findDueDay(tx, feed, { from: ledger.booksFrom, through, nowMs: ctx.clock.nowMs() }),
    );
    if (due === undefined) break;
    failed = !(await compareDay(run, due, through));
    compared += 1;
  }
  if (compared > 0) await tieOutFees(ctx, ledger.id);
  // A swap makes the proof due, so what it replaced is cleared away here.
  await purgeRetired(ctx, target, options.signal);
  const nextOverAtMs = overAt(addDays(through, 1), timeZone) + spreadOf(feed.copy) * SPREAD_MS;
  if (failed) {
    await wait(FAILURE_WAIT_MS);
    return compared;
  }
  const among = { from: ledger.booksFrom, through };
  await withTenant(ctx.database, ctx, (tx) => scheduleNextProof(tx, feed, { atMs: nextOverAtMs, among }));
  return compared;
}

/** Compares one date. False when the provider gave no report, or the feed could not be followed: nothing was decided. */
async function compareDay(run: Run, due: DueDay, through: DueDay["ledgerDate"]): Promise<boolean> {
  const { ctx, feed, ledger } = run;
  const report = await readReport(run, due);
  if (report === undefined) return postpone(run, due);
  const reported = report.entries.map((entry) => withContent(entry).content);
  let held = await contentsOf(run, due);
  if (report.notFound === true) return keepAsItIs(run, due);
  let comparison = compareContents(held, reported);
  let judgement = judge(comparison, report.ready);
  if (judgement === "different") {
    // The report may be ahead of the feed: it counts only after the feed was followed to its head.
    const { outcome } = await followFeed(
      ctx,
      { ledger: ledger.id, topic: feed.topic, copy: feed.copy },
      run.signal === undefined ? {} : { signal: run.signal },
    );
    if (outcome !== "head") return postpone(run, due);
    held = await contentsOf(run, due);
    comparison = compareContents(held, reported);
    judgement = judge(comparison, report.ready);
  }
  const verdict = decide(run, due, { judgement, held });
  const isRecorded = await withTenant(ctx.database, ctx, async (tx) => {
    const recorded = await recordVerdict(tx, feed, verdict);
    if (!recorded) return false;
    if (verdict.proof === "verified") {
      await hastenNextOpenDay(tx, feed, { ledgerDate: due.ledgerDate, through, nowMs: ctx.clock.nowMs() });
    }
    if (verdict.proof !== "differs" && judgement !== "different") {
      await resolveIssue(tx, { ...subjectOf(run, due), nowMs: ctx.clock.nowMs(), by: "system" });
    }
    return true;
  });
  if (isRecorded && verdict.proof === "differs") await raiseDifference(run, due, { comparison, report });
  return true;
}

async function postpone({ ctx, feed }: Run, due: DueDay): Promise<false> {
  const untilMs = ctx.clock.nowMs() + FAILURE_WAIT_MS;
  await withTenant(ctx.database, ctx, (tx) => postponeDay(tx, feed, due.ledgerDate, untilMs));
  return false;
}

/** No report yet says nothing about the copy: what was known of the date stays, and it is asked for again in its turn. */
async function keepAsItIs(run: Run, due: DueDay): Promise<true> {
  const { ctx, feed } = run;
  await withTenant(ctx.database, ctx, (tx) =>
    recordVerdict(tx, feed, {
      ledgerDate: due.ledgerDate,
      entryCount: due.entryCount,
      proof: due.proof,
      digest: undefined,
      suspectSinceMs: due.suspectSince === undefined ? undefined : Date.parse(due.suspectSince),
      nextCompareAtMs: nextReadAt(run, due),
      nowMs: ctx.clock.nowMs(),
    }),
  );
  return true;
}

/** When an open date is read again: only the oldest is. */
function nextReadAt(run: Run, due: DueDay): number | undefined {
  const nowMs = run.ctx.clock.nowMs();
  if (due.proof === "differs") return nowMs + DIFFERS_WAIT_MS;
  if (!due.isOldestOpen) return undefined;
  const today = dateInZone(nowMs, TIME_ZONES[run.ledger.country]);
  return nextCompareAt(nowMs, { ledgerDate: due.ledgerDate, today, compareCount: due.compareCount + 1 });
}

async function readReport(run: Run, due: DueDay): Promise<DateReport | undefined> {
  const { access, ledger, feed, ctx, signal } = run;
  try {
    return await access.reportByDate({
      ledgerId: ledger.ledgerId,
      topic: feed.topic,
      ledgerDate: due.ledgerDate,
      ...(signal && { signal }),
    });
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    ctx.log.warn(
      { ledgerId: ledger.ledgerId, topic: feed.topic, ledgerDate: due.ledgerDate, code: error.code },
      "no report by date",
    );
    return undefined;
  }
}

function contentsOf({ ctx, feed }: Run, due: DueDay): Promise<string[]> {
  return withTenant(ctx.database, ctx, (tx) => listDayContents(tx, feed, due.ledgerDate));
}

function decide(
  run: Run,
  due: DueDay,
  { judgement, held }: Readonly<{ judgement: ReturnType<typeof judge>; held: readonly string[] }>,
): DayVerdict {
  const nowMs = run.ctx.clock.nowMs();
  const base = {
    ledgerDate: due.ledgerDate,
    entryCount: held.length,
    digest: undefined,
    suspectSinceMs: undefined,
    nextCompareAtMs: undefined,
    nowMs,
  };
  if (judgement === "different") {
    const sinceMs = due.suspectSince === undefined ? nowMs : Date.parse(due.suspectSince);
    if (due.proof === "differs" || (due.suspectSince !== undefined && nowMs - sinceMs >= SUSPECT_WAIT_MS)) {
      return { ...base, proof: "differs", suspectSinceMs: sinceMs, nextCompareAtMs: nowMs + DIFFERS_WAIT_MS };
    }
    return { ...base, proof: "open", suspectSinceMs: sinceMs, nextCompareAtMs: sinceMs + SUSPECT_WAIT_MS };
  }
  if (judgement === "verified") {
    return { ...base, proof: "verified", digest: hashHex([...held].sort().join("")).slice(0, 32) };
  }
  return { ...base, proof: judgement, nextCompareAtMs: nextReadAt(run, due) };
}

function subjectOf({ feed }: Run, due: DueDay): IssueSubject {
  return {
    kind: "day-differs",
    subjectType: "day",
    subjectId: `${feed.ledger}:${feed.topic}:${due.ledgerDate}`,
  };
}

/** Opens the issue that names the entries, and begins the cure: a rebuild, once a difference. */
async function raiseDifference(
  run: Run,
  due: DueDay,
  { comparison, report }: Readonly<{ comparison: Comparison; report: DateReport }>,
): Promise<void> {
  const { ctx, ledger, feed } = run;
  const missing = new Set(comparison.missing);
  const named = report.entries
    .filter((entry) => missing.has(withContent(entry).content))
    .slice(0, FACTS_ENTRIES_MAX)
    .map((entry) => `${entry.entryType} ${entry.pspReference} ${String(entry.amount)}`);
  const isNew = await withTenant(ctx.database, ctx, (tx) =>
    openIssue(tx, {
      ...subjectOf(run, due),
      ledger: ledger.id,
      facts: {
        ledgerId: ledger.ledgerId,
        topic: feed.topic,
        ledgerDate: due.ledgerDate,
        missing: String(comparison.missing.length),
        surplus: String(comparison.surplus.length),
        entries: named.join("; "),
        currency: ledger.currency,
      },
      nowMs: ctx.clock.nowMs(),
    }),
  );
  if (isNew) await startCopy(ctx, { ledger, topic: feed.topic });
}
