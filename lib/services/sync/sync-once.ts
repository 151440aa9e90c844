import { SECOND_MS } from "@/lib/core/clock";
import type { LedgerUid } from "@/lib/core/ids";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { Topic } from "@/lib/domain/ledger/states";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import type { ServiceContext } from "@/lib/services/context";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import type { FollowOptions, FollowOutcome, FollowReport } from "@/lib/services/ledgers/follow-feed";
import { listOtherFeeds } from "@/lib/store/feeds";
import { findLedgerByExternalId, listLedgerRecords } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { AppError, hasCode } from "@/lib/core/errors";

const LEDGERS_AT_ONCE = 4;
const PAGE = 500;
/** So many attempts in a row without an answer: the API is down, and a feed that fails is not tried again. */
const SILENCE_MAX = 12;
/** A feed that fails, or that others move, is tried this often before its state is reported as it is. */
const ATTEMPTS_MAX = 6;
const ATTEMPT_WAIT_MS = SECOND_MS;

export type SyncedTopic = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  topic: Topic;
  entriesRead: number;
  entriesWritten: number;
  entriesKnown: number;
  pages: number;
  outcome: FollowOutcome;
  /** Why the last attempt failed. */
  failure: AppError | undefined;
}>;

export type SyncOptions = Readonly<{
  /** Vipps MobilePay's id; undefined: every active ledger. */
  ledgerId?: string | undefined;
  signal?: AbortSignal;
  onTopic?: (
    done: Readonly<{ topics: number; of: number; entries: number; ledgerDate: string | undefined }>,
  ) => void;
}>;

/**
 * Follows every feed of the firm's active ledgers to its head now, due or not, in this process.
 * A feed that fails does not stop the others. Throws: not_found, database_unavailable, disk_full.
 */
export async function syncOnce(
  ctx: ServiceContext,
  options: SyncOptions = {},
): Promise<readonly SyncedTopic[]> {
  const ledgers = await listActive(ctx, options.ledgerId);
  const work = ledgers.flatMap((ledger) => TOPICS.map((topic) => ({ ledger, topic })));
  const results: SyncedTopic[] = [];
  let entries = 0;
  let ledgerDate: string | undefined;
  const tell = (): void =>
    options.onTopic?.({ topics: results.length, of: work.length, entries, ledgerDate });
  let silence = 0;
  const queue = [...work];
  const run = async (): Promise<void> => {
    for (
      let next = queue.shift();
      next !== undefined && options.signal?.aborted !== true;
      next = queue.shift()
    ) {
      const result = await syncTopic(ctx, next, {
        ...(options.signal && { signal: options.signal }),
        onPage: (page) => {
          entries += page.written;
          ledgerDate = page.ledgerDate;
          tell();
        },
        onAttempt: ({ pages, failure }) => {
          silence = pages === 0 && hasCode(failure, "provider_unavailable") ? silence + 1 : 0;
        },
        isDown: () => silence >= SILENCE_MAX,
      });
      results.push(result);
      tell();
    }
  };
  await Promise.all(Array.from({ length: LEDGERS_AT_ONCE }, run));
  return results.sort((a, b) => a.ledgerId.localeCompare(b.ledgerId) || a.topic.localeCompare(b.topic));
}

async function listActive(ctx: ServiceContext, ledgerId: string | undefined): Promise<LedgerRecord[]> {
  if (ledgerId !== undefined) {
    const ledger = await withTenant(ctx.database, ctx, (tx) => findLedgerByExternalId(tx, ledgerId));
    if (ledger === undefined) throw new AppError("not_found", `the firm has no ledger ${ledgerId}`);
    return [ledger];
  }
  const ledgers: LedgerRecord[] = [];
  for (let after: LedgerUid | undefined; ;) {
    const page = await withTenant(ctx.database, ctx, (tx) =>
      listLedgerRecords(tx, { statuses: ["active"], limit: PAGE, ...(after === undefined ? {} : { after }) }),
    );
    ledgers.push(...page);
    after = page.at(-1)?.id;
    if (page.length < PAGE) return ledgers;
  }
}

type TopicOptions = FollowOptions &
  Readonly<{ onAttempt?: (report: FollowReport) => void; isDown?: () => boolean }>;

async function syncTopic(
  ctx: ServiceContext,
  { ledger, topic }: Readonly<{ ledger: LedgerRecord; topic: Topic }>,
  options: TopicOptions,
): Promise<SyncedTopic> {
  const total = { entriesRead: 0, entriesWritten: 0, entriesKnown: 0, pages: 0 };
  const target = { ledger: ledger.id, topic };
  let outcome: FollowOutcome = "more";
  let failure: AppError | undefined;
  for (let failures = 0; failures < ATTEMPTS_MAX && options.signal?.aborted !== true;) {
    const report = await unlessMoved(followFeed(ctx, target, options));
    total.entriesRead += report.entriesRead;
    total.entriesWritten += report.entriesWritten;
    total.entriesKnown += report.entriesKnown;
    total.pages += report.pages;
    outcome = report.outcome;
    failure = report.failure;
    options.onAttempt?.(report);
    if (outcome === "head" || outcome === "idle") break;
    if (outcome === "more") continue;
    // Keys that were refused will not be taken a second later; nor does an API that is down answer.
    if (hasCode(failure, "keys_rejected") || options.isDown?.() === true) break;
    failures += 1;
    await ctx.clock.sleep(ATTEMPT_WAIT_MS * failures * (0.5 + ctx.random() / 2), options.signal);
  }
  await unlessMoved(syncOtherCopies(ctx, target, options));
  return { ledger: ledger.id, ledgerId: ledger.ledgerId, topic, ...total, outcome, failure };
}

const MOVED: FollowReport = {
  outcome: "moved",
  entriesRead: 0,
  entriesWritten: 0,
  entriesKnown: 0,
  pages: 0,
  isActive: true,
};

/** Another process had the feed, and PostgreSQL let it go first: what it wrote stands, and the others go on. */
async function unlessMoved<T>(work: Promise<T>): Promise<T | FollowReport> {
  try {
    return await work;
  } catch (error) {
    if (hasCode(error, "conflict")) return MOVED;
    throw error;
  }
}

/** A rebuild that is under way goes on too. */
async function syncOtherCopies(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  options: Parameters<typeof followFeed>[2],
): Promise<void> {
  const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, target.ledger, target.topic));
  if (copy === undefined) return;
  let outcome: FollowOutcome = "more";
  while (outcome === "more" && options?.signal?.aborted !== true) {
    outcome = (await followFeed(ctx, { ...target, copy: copy.copy }, options)).outcome;
  }
  if (outcome === "head") await finishRebuild(ctx, target);
}
