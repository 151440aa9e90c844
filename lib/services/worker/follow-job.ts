import { MINUTE_MS } from "@/lib/core/clock";
import type { LedgerUid, TenantId } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import { systemContext } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { purgeRetired } from "@/lib/services/copies/purge-retired";
import { followFeed } from "@/lib/services/ledgers/follow-feed";
import type { FollowReport } from "@/lib/services/ledgers/follow-feed";
import { listOtherFeeds } from "@/lib/store/feeds";
import { withTenant } from "@/lib/store/tenant";

/** A long history is read in turns of this length, so that other feeds get theirs. */
const TURN_MS = 3 * MINUTE_MS;

export type FeedJob = Readonly<{ tenantId: string; ledger: string; topic: Topic }>;

/** Follows the active copy of a topic to its head, or for one turn: the next ring goes on. */
export async function runFollow(services: Services, job: FeedJob, signal?: AbortSignal): Promise<void> {
  const ctx = systemContext(services, job.tenantId as TenantId, "feed.follow");
  await followForTurn(ctx, { ledger: job.ledger as LedgerUid, topic: job.topic }, signal);
}

/** Reads a copy under construction, and when it has reached the head, ends the rebuild. */
export async function runRebuild(services: Services, job: FeedJob, signal?: AbortSignal): Promise<void> {
  const ctx = systemContext(services, job.tenantId as TenantId, "topic.rebuild");
  const target = { ledger: job.ledger as LedgerUid, topic: job.topic };
  const [copy] = await withTenant(ctx.database, ctx, (tx) => listOtherFeeds(tx, target.ledger, target.topic));
  if (copy === undefined) return;
  const report = await followForTurn(ctx, { ...target, copy: copy.copy }, signal);
  if (report.outcome === "head") await finishRebuild(ctx, target);
  await purgeRetired(ctx, target, signal);
}

async function followForTurn(
  ctx: ServiceContext,
  target: Parameters<typeof followFeed>[1],
  signal: AbortSignal | undefined,
): Promise<FollowReport> {
  const untilMs = ctx.clock.nowMs() + TURN_MS;
  for (;;) {
    const report = await followFeed(ctx, target, signal === undefined ? {} : { signal });
    if (report.outcome !== "more" || signal?.aborted === true || ctx.clock.nowMs() > untilMs) return report;
  }
}
