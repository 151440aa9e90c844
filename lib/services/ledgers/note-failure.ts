import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { hasCode } from "@/lib/core/errors";
import type { AppError } from "@/lib/core/errors";
import { nextAttemptAt } from "@/lib/domain/ledger/polling";
import { startCopy } from "@/lib/services/copies/start-copy";
import type { ServiceContext } from "@/lib/services/context";
import { doubtKeys } from "@/lib/services/keys/doubt-keys";
import { isAnyHeadSeenSince, noteFeedFailure } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue } from "@/lib/store/issues";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** A head not seen for this long is stale (docs: sync of a merchant). */
const STALE_MS = 3 * HOUR_MS;
const BUG_WAIT_MS = 15 * MINUTE_MS;
const KEYS_WAIT_MS = 15 * MINUTE_MS;
const ACCESS_WAIT_MS = 5 * MINUTE_MS;
const INVALID_WAIT_MS = 10 * MINUTE_MS;

/**
 * Writes down that an attempt at a feed failed: when to try again, for this feed only, and what else the
 * failure means (DESIGN §5, "Keys and tokens", "Discovery"). Failures of our own stores are thrown on.
 */
export async function noteFailure(
  ctx: ServiceContext,
  { ledger, feed, error }: Readonly<{ ledger: LedgerRecord; feed: Feed; error: AppError }>,
): Promise<void> {
  if (hasCode(error, "database_unavailable", "disk_full", "queue_unavailable", "conflict")) throw error;
  if (hasCode(error, "cursor_refused") && feed.cursor !== undefined) {
    await startCopy(ctx, { ledger, topic: feed.topic, refused: feed });
    return;
  }
  const nowMs = ctx.clock.nowMs();
  const floorMs = hasCode(error, "keys_rejected")
    ? KEYS_WAIT_MS
    : hasCode(error, "access_lost")
      ? ACCESS_WAIT_MS
      : hasCode(error, "provider_answer_invalid")
        ? INVALID_WAIT_MS
        : 0;
  const retryAfterMs = Math.max(error.retryAfterMs ?? 0, floorMs);
  await withTenant(ctx.database, ctx, async (tx) => {
    await noteFeedFailure(tx, feed, {
      version: feed.version,
      code: error.code,
      nextPollAtMs: nextAttemptAt(nowMs, feed.failures + 1, { retryAfterMs, random: ctx.random() }),
    });
    // Whether access is gone, the listing says; refused keys are an issue of their own.
    if (!hasCode(error, "access_lost", "keys_rejected")) await raiseStale(tx, { ledger, feed, nowMs });
    if (!hasCode(error, "provider_answer_invalid")) return;
    await openIssue(tx, {
      kind: "answer-invalid",
      subjectType: "feed",
      subjectId: `${feed.ledger}:${feed.topic}`,
      ledger: feed.ledger,
      facts: { ledgerId: ledger.ledgerId, topic: feed.topic, reason: error.message },
      nowMs,
    });
  });
  ctx.log.warn(
    { ledgerId: ledger.ledgerId, topic: feed.topic, code: error.code },
    `feed could not be followed: ${error.message}`,
  );
  if (hasCode(error, "keys_rejected")) await doubtKeys(ctx, ledger.credentialId, error);
  // The listing decides whether access is gone: it is read soon, whatever its turn.
  if (hasCode(error, "access_lost"))
    await ctx.enqueue("credential.discover", { credentialId: ledger.credentialId }).catch(() => undefined);
}

/**
 * A head that nobody has seen for hours needs a person to know, when this feed is the one that is late: keys that
 * are refused are an issue of their own, and an API that is down for all is not news about each.
 */
async function raiseStale(
  tx: TenantTx,
  { ledger, feed, nowMs }: Readonly<{ ledger: LedgerRecord; feed: Feed; nowMs: number }>,
): Promise<void> {
  if (!feed.isActive || feed.headSeenAt === undefined || nowMs - Date.parse(feed.headSeenAt) < STALE_MS)
    return;
  if (!(await isAnyHeadSeenSince(tx, nowMs - HOUR_MS))) return;
  await openIssue(tx, {
    kind: "feed-stale",
    subjectType: "feed",
    subjectId: `${feed.ledger}:${feed.topic}`,
    ledger: feed.ledger,
    facts: { ledgerId: ledger.ledgerId, topic: feed.topic, headSeenAt: feed.headSeenAt },
    nowMs,
  });
}

/**
 * Something that we did not expect: it is thrown on and logged, and this feed waits, so that it does not come up
 * again and again before all others. What cannot even be written down is left to the next scan.
 */
export async function noteBug(ctx: ServiceContext, feed: Feed): Promise<void> {
  const nextPollAtMs = ctx.clock.nowMs() + BUG_WAIT_MS;
  await withTenant(ctx.database, ctx, (tx) =>
    noteFeedFailure(tx, feed, { version: feed.version, code: "unexpected", nextPollAtMs }),
  ).catch(() => undefined);
}
