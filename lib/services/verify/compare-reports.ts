import { SECOND_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import { eachDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { compareContents, lastOverDate } from "@/lib/domain/ledger/proof";
import type { Comparison } from "@/lib/domain/ledger/proof";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import type { VippsAccess } from "@/lib/providers/vipps/client";
import type { ServiceContext } from "@/lib/services/context";
import { accessToLedger } from "@/lib/services/keys/ledger-access";
import { withContent } from "@/lib/services/ledgers/entry-content";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import type { Finding, VerifyOptions } from "@/lib/services/verify/finding";
import { findActiveFeed } from "@/lib/store/feeds";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { listDayContents } from "@/lib/store/proof";
import { withTenant } from "@/lib/store/tenant";

const REPORTS_AT_ONCE = 8;
/** A date that differs, or whose report cannot be had, is looked at this often before it is a finding. */
const ROUNDS_MAX = 4;
const ROUND_WAIT_MS = 2 * SECOND_MS;
/** So many reports in a row that cannot be had: the API is down, and the rest is not asked for in this round. */
const FAILURES_IN_A_ROW_MAX = 2 * REPORTS_AT_ONCE;
/** Runs of the follower before a feed counts as not followed to its head. */
const FOLLOW_RUNS_MAX = 10;

type Task = Readonly<{ ledger: LedgerRecord; topic: Topic; ledgerDate: LedgerDate }>;
type Outcome =
  | Readonly<{ kind: "equal" | "open" }>
  | Readonly<{ kind: "differs"; comparison: Comparison }>
  | Readonly<{ kind: "unavailable"; reason: string; isFinal: boolean }>;

const NO_ANSWER: Outcome = { kind: "unavailable", reason: "Vipps MobilePay does not answer", isFinal: false };

/**
 * Compares every closed ledger date of the books with its report by date, entry for entry. A difference is a
 * finding only if it is still there after the feed was followed to its head. A date that is not closed is not
 * counted; a report that cannot be had is a finding, so that nothing is called sound that was not seen.
 */
export async function compareReports(
  ctx: ServiceContext,
  ledgers: readonly LedgerRecord[],
  options: VerifyOptions,
): Promise<Readonly<{ days: number; findings: readonly Finding[] }>> {
  const accesses = await openAccesses(ctx, ledgers);
  const all = ledgers.flatMap((ledger) => tasksOf(ctx, ledger, options));
  const failed = new Map<Task, Outcome>();
  let tasks = all;
  let days = 0;
  for (let round = 1; tasks.length > 0 && round <= ROUNDS_MAX; round += 1) {
    if (round > 1) {
      await ctx.clock.sleep(ROUND_WAIT_MS * (round - 1), options.signal);
      await followDiffering(ctx, failed, options.signal);
    }
    const progress = { done: all.length - tasks.length, of: all.length };
    const outcomes = await compareAll({ ctx, accesses, options }, tasks, progress);
    for (const task of tasks) {
      const outcome = outcomes.get(task) ?? NO_ANSWER;
      failed.delete(task);
      if (outcome.kind === "equal") days += 1;
      if (outcome.kind === "differs" || outcome.kind === "unavailable") failed.set(task, outcome);
    }
    const isDown = [...outcomes.values()].every(({ kind }) => kind === "unavailable");
    tasks = isDown ? [] : [...failed].filter(([, outcome]) => !isFinal(outcome)).map(([task]) => task);
  }
  days += [...failed.values()].filter((outcome) => outcome.kind === "differs").length;
  return { days, findings: findingsOf(failed) };
}

function isFinal(outcome: Outcome): boolean {
  return outcome.kind === "unavailable" && outcome.isFinal;
}

function tasksOf(ctx: ServiceContext, ledger: LedgerRecord, options: VerifyOptions): Task[] {
  const over = lastOverDate(ctx.clock.nowMs(), TIME_ZONES[ledger.country]);
  const from =
    options.from !== undefined && options.from > ledger.booksFrom ? options.from : ledger.booksFrom;
  const to = options.to !== undefined && options.to < over ? options.to : over;
  return TOPICS.flatMap((topic) =>
    [...eachDate(from, to)].map((ledgerDate) => ({ ledger, topic, ledgerDate })),
  );
}

/** The API as each ledger's keys open it, and the listing that tells "not ready" from "not yours". */
type Access = Readonly<{ access: VippsAccess; isListed: (ledgerId: string) => Promise<boolean> }>;

async function openAccesses(
  ctx: ServiceContext,
  ledgers: readonly LedgerRecord[],
): Promise<ReadonlyMap<LedgerRecord, Access | AppError>> {
  const accesses = new Map<LedgerRecord, Access | AppError>();
  const listings = new Map<string, Promise<ReadonlySet<string>>>();
  for (const ledger of ledgers) {
    try {
      const { access, credentialId } = await accessToLedger(ctx, ledger.id);
      const list = (): Promise<ReadonlySet<string>> => {
        const known = listings.get(credentialId);
        if (known !== undefined) return known;
        const read = access.listAllLedgers().then((listed) => new Set(listed.map((one) => one.ledgerId)));
        listings.set(credentialId, read);
        read.catch(() => listings.delete(credentialId)); // asked again next time
        return read;
      };
      accesses.set(ledger, { access, isListed: async (ledgerId) => (await list()).has(ledgerId) });
    } catch (error) {
      if (!(error instanceof AppError) || !hasCode(error, "keys_rejected")) throw error;
      accesses.set(ledger, error);
    }
  }
  return accesses;
}

type Run = Readonly<{
  ctx: ServiceContext;
  accesses: ReadonlyMap<LedgerRecord, Access | AppError>;
  options: VerifyOptions;
}>;

async function compareAll(
  run: Run,
  tasks: readonly Task[],
  progress: Readonly<{ done: number; of: number }>,
): Promise<ReadonlyMap<Task, Outcome>> {
  const outcomes = new Map<Task, Outcome>();
  const queue = [...tasks];
  let failuresInARow = 0;
  const work = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined; task = queue.shift()) {
      run.options.signal?.throwIfAborted();
      if (failuresInARow >= FAILURES_IN_A_ROW_MAX) return;
      const outcome = await compareDate(run, task);
      failuresInARow = outcome.kind === "unavailable" && !outcome.isFinal ? failuresInARow + 1 : 0;
      outcomes.set(task, outcome);
      run.options.onProgress?.({
        phase: "reports",
        done: progress.done + outcomes.size,
        of: progress.of,
        subject: task.ledger.ledgerId,
      });
    }
  };
  await Promise.all(Array.from({ length: REPORTS_AT_ONCE }, work));
  return outcomes;
}

async function compareDate({ ctx, accesses, options }: Run, task: Task): Promise<Outcome> {
  const { ledger, topic, ledgerDate } = task;
  const opened = accesses.get(ledger);
  if (opened === undefined || opened instanceof AppError)
    return { kind: "unavailable", reason: opened?.message ?? "there are no accounting keys", isFinal: true };
  try {
    const report = await opened.access.reportByDate({
      ledgerId: ledger.ledgerId,
      topic,
      ledgerDate,
      ...(options.signal && { signal: options.signal }),
    });
    if (!report.ready) {
      if (report.notFound !== true || (await opened.isListed(ledger.ledgerId))) return { kind: "open" };
      return {
        kind: "unavailable",
        reason: "the ledger is not granted to these keys any more",
        isFinal: true,
      };
    }
    const held = await withTenant(
      ctx.database,
      ctx,
      async (tx) => {
        const feed = await findActiveFeed(tx, ledger.id, topic);
        return feed === undefined ? [] : listDayContents(tx, feed, ledgerDate);
      },
      { snapshot: true },
    );
    const comparison = compareContents(
      held,
      report.entries.map((entry) => withContent(entry).content),
    );
    const isEqual = comparison.missing.length === 0 && comparison.surplus.length === 0;
    return isEqual ? { kind: "equal" } : { kind: "differs", comparison };
  } catch (error) {
    if (!(error instanceof AppError) || hasCode(error, "database_unavailable", "disk_full", "conflict"))
      throw error;
    return {
      kind: "unavailable",
      reason: error.message,
      isFinal: hasCode(error, "keys_rejected", "access_lost"),
    };
  }
}

/** The report may be ahead of the feed: feeds with dates that differ are followed to their heads before another look. */
async function followDiffering(
  ctx: ServiceContext,
  failed: ReadonlyMap<Task, Outcome>,
  signal: AbortSignal | undefined,
): Promise<void> {
  const followed = new Set<string>();
  for (const [{ ledger, topic }, outcome] of failed) {
    const key = `${ledger.id}/${topic}`;
    if (outcome.kind !== "differs" || followed.has(key)) continue;
    followed.add(key);
    for (let run = 0; run < FOLLOW_RUNS_MAX; run += 1) {
      const report = await followFeed(
        ctx,
        { ledger: ledger.id, topic },
        signal === undefined ? {} : { signal },
      );
      if (report.outcome === "head" || report.outcome === "idle") break;
      if (report.outcome !== "more") await ctx.clock.sleep(ROUND_WAIT_MS, signal);
    }
  }
}

function findingsOf(failed: ReadonlyMap<Task, Outcome>): Finding[] {
  const findings: Finding[] = [];
  const unavailable = new Map<string, { task: Task; reason: string; count: number }>();
  for (const [task, outcome] of failed) {
    const { ledgerId } = task.ledger;
    if (outcome.kind === "differs") {
      findings.push({
        kind: "report-differs",
        ledgerId,
        topic: task.topic,
        ledgerDate: task.ledgerDate,
        detail: differs(outcome.comparison),
      });
    }
    if (outcome.kind !== "unavailable") continue;
    // One finding a topic: an outage is one thing to mend, not a year of dates.
    const key = `${ledgerId}/${task.topic}`;
    const known = unavailable.get(key);
    if (known === undefined) unavailable.set(key, { task, reason: outcome.reason, count: 1 });
    else known.count += 1;
  }
  for (const { task, reason, count } of unavailable.values()) {
    const dates = count === 1 ? "1 date" : `${String(count)} dates from here on`;
    findings.push({
      kind: "report-unavailable",
      ledgerId: task.ledger.ledgerId,
      topic: task.topic,
      ledgerDate: task.ledgerDate,
      detail: `${dates} could not be compared: ${reason}`,
    });
  }
  return findings;
}

function differs({ missing, surplus }: Comparison): string {
  const parts = [
    ...(missing.length > 0 ? [`${String(missing.length)} in the report are not in the copy`] : []),
    ...(surplus.length > 0 ? [`${String(surplus.length)} in the copy are not in the report`] : []),
  ];
  return `entries: ${parts.join(", ")}`;
}
