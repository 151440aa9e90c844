import { SECOND_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import type { CopyId } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import type { RebuildOutcome } from "@/lib/services/copies/finish-rebuild";
import { startCopy } from "@/lib/services/copies/start-copy";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import type { FollowOptions, FollowReport } from "@/lib/services/ledgers/follow-feed";
import { compareCopies } from "@/lib/store/copy-comparison";
import type { CopyDifference } from "@/lib/store/copy-comparison";
import { findActiveFeed, listOtherFeeds } from "@/lib/store/feeds";
import { findLedgerByExternalId } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";

const ATTEMPTS_MAX = 6;
const ATTEMPT_WAIT_MS = SECOND_MS;
/** The feed grows while the copies are compared: the new copy is followed on, and compared again. */
const BEHIND_MAX = 3;

export type RebuildReport = Readonly<{
  outcome: RebuildOutcome;
  entriesRead: number;
  /** What the new copy changes; undefined when there is none to compare. */
  difference: CopyDifference | undefined;
}>;

/**
 * Reads a topic from the start of its feed into a new copy beside the active one, in this process, and swaps it
 * in: at once if it has every entry of the old one, else only if `agreed` (DESIGN §5, "Proof").
 * Throws: forbidden, not_found, conflict (not an active ledger), what the provider's last failure was.
 */
export async function rebuildTopic(
  ctx: ServiceContext,
  target: Readonly<{ ledgerId: string; topic: Topic; agreed: boolean }>,
  options: FollowOptions = {},
): Promise<RebuildReport> {
  requirePermission(ctx, "copy.agree");
  const { topic, agreed } = target;
  const ledger = await withTenant(ctx.database, ctx, (tx) => findLedgerByExternalId(tx, target.ledgerId));
  if (ledger === undefined) throw new AppError("not_found", `the firm has no ledger ${target.ledgerId}`);
  if (ledger.status !== "active")
    throw new AppError(
      "conflict",
      `ledger ${target.ledgerId} is ${ledger.status}, so its feed cannot be read`,
    );
  await startCopy(ctx, { ledger, topic });
  let entriesRead = 0;
  let difference: CopyDifference | undefined;
  for (let turn = 1; ; turn += 1) {
    const copy = await findCopy(ctx, ledger, topic);
    if (copy === undefined) return { outcome: "none", entriesRead, difference };
    entriesRead += await readToHead(ctx, { ledger, topic, copy }, options);
    difference = await compare(ctx, { ledger, topic, copy });
    const outcome = await finishRebuild(ctx, { ledger: ledger.id, topic }, { agreed });
    if (outcome !== "behind" || turn >= BEHIND_MAX) return { outcome, entriesRead, difference };
  }
}

async function findCopy(
  ctx: ServiceContext,
  ledger: LedgerRecord,
  topic: Topic,
): Promise<CopyId | undefined> {
  const [other] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, ledger.id, topic));
  return other?.copy;
}

type Target = Readonly<{ ledger: LedgerRecord; topic: Topic; copy: CopyId }>;

async function readToHead(
  ctx: ServiceContext,
  { ledger, topic, copy }: Target,
  options: FollowOptions,
): Promise<number> {
  let entriesRead = 0;
  for (let failures = 0; ;) {
    options.signal?.throwIfAborted();
    const report: FollowReport = await followFeed(ctx, { ledger: ledger.id, topic, copy }, options);
    entriesRead += report.entriesRead;
    if (report.outcome === "head" || report.outcome === "idle") return entriesRead;
    if (report.outcome === "more") continue;
    failures += 1;
    if (failures >= ATTEMPTS_MAX || hasCode(report.failure, "keys_rejected"))
      throw report.failure ?? new AppError("conflict", "another process reads this copy; let it finish");
    await ctx.clock.sleep(ATTEMPT_WAIT_MS * failures * (0.5 + ctx.random() / 2), options.signal);
  }
}

async function compare(
  ctx: ServiceContext,
  { ledger, topic, copy }: Target,
): Promise<CopyDifference | undefined> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const active = await findActiveFeed(tx, ledger.id, topic);
    if (active === undefined || active.copy === copy) return undefined;
    return compareCopies(tx, { ledger: ledger.id, topic, before: active.copy, after: copy });
  });
}
