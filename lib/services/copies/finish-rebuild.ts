import type { LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import { firstOpenLedgerDate } from "@/lib/domain/payout/life";
import type { ServiceContext } from "@/lib/services/context";
import {
  carryAcknowledgements,
  compareCopies,
  listOpenBreaks,
  resolveGoneBreaks,
} from "@/lib/store/copy-comparison";
import type { CopyDifference, CopyPair } from "@/lib/store/copy-comparison";
import { releaseLostEntries } from "@/lib/services/reconciliation/release-lost-entries";
import { linkAborts } from "@/lib/services/ledgers/link-aborts";
import { findActiveFeed, listOtherFeeds, lockTopic, setFeedStates, swapActiveCopy } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue, resolveIssue } from "@/lib/store/issues";
import { findCurrentVersion, findLedger, hastenProof } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { adoptCovers, listUnlinkedAborts, removeLostPayouts, setBeforeStart } from "@/lib/store/payouts";
import { recordAudit } from "@/lib/store/audit";
import { markLedgerDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** What became of a rebuild: swapped in; waits for a person, because entries would be lost; not read far enough; or there is none. */
export type RebuildOutcome = "swapped" | "needs-agreement" | "behind" | "none";

/**
 * Ends a rebuild (DESIGN §5, "Proof"): with the topic and both copies locked and the new copy at its head, the
 * new copy becomes the active one, at once if it has every entry of the old, else when a person agrees.
 * Payouts keep their identity by their natural keys, and issues follow, in that transaction: readers see the
 * old copy or the new one, never a half.
 */
export async function finishRebuild(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
  options: Readonly<{ agreed?: boolean }> = {},
): Promise<RebuildOutcome> {
  // Looked at without a lock first: while a person is asked, nobody's feed is held up.
  if (options.agreed !== true && (await mustAsk(ctx, target))) return "needs-agreement";
  const outcome = await withTenant(ctx.database, ctx, async (tx): Promise<RebuildOutcome> => {
    const ledger = await findLedger(tx, target.ledger);
    if (ledger === undefined) return "none";
    const before = await lockTopic(tx, target.ledger, target.topic);
    const [candidate] = await listOtherFeeds(tx, target.ledger, target.topic);
    const active = await findActiveFeed(tx, target.ledger, target.topic);
    if (candidate === undefined || active === undefined) return "none";
    if (candidate.headSeenAt === undefined) return "behind";
    const pair: CopyPair = { ...target, before, after: candidate.copy };
    const difference = await compareCopies(tx, pair);
    if (isStillBehind(difference, active, candidate.headSeenAt)) {
      await setFeedStates(tx, target.ledger, {
        from: ["following"],
        to: "following",
        topic: target.topic,
        copy: candidate.copy,
        nowMs: ctx.clock.nowMs(),
      });
      return "behind";
    }
    if (difference.lost > 0 && options.agreed !== true) {
      await askForAgreement(tx, { ctx, ledger, topic: target.topic, difference });
      return "needs-agreement";
    }
    const lostPayouts = await swap(tx, { ctx, ledger, pair });
    await recordAudit(tx, ctx, {
      action: "copy.swapped",
      subjectType: "feed",
      subjectId: `${target.ledger}:${target.topic}`,
      after: {
        lost: String(difference.lost),
        gained: String(difference.gained),
        lostPayouts: lostPayouts.join(", "),
      },
    });
    return "swapped";
  });
  if (outcome === "swapped") ctx.log.info({ ledger: target.ledger, topic: target.topic }, "copy swapped");
  return outcome;
}

/** True when the new copy would lose entries for sure: then the person is asked. */
async function mustAsk(
  ctx: ServiceContext,
  target: Readonly<{ ledger: LedgerUid; topic: Topic }>,
): Promise<boolean> {
  return withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedger(tx, target.ledger);
    const [candidate] = await listOtherFeeds(tx, target.ledger, target.topic);
    const active = await findActiveFeed(tx, target.ledger, target.topic);
    if (ledger === undefined || candidate?.headSeenAt === undefined || active === undefined) return false;
    const difference = await compareCopies(tx, { ...target, before: active.copy, after: candidate.copy });
    if (difference.lost === 0 || isStillBehind(difference, active, candidate.headSeenAt)) return false;
    await askForAgreement(tx, { ctx, ledger, topic: target.topic, difference });
    return true;
  });
}

/** What the active copy read since then the new one lacks; what it lacks after reading that far is gone. */
function isStillBehind(difference: CopyDifference, active: Feed, headSeenAt: string): boolean {
  return difference.isBehind && (active.headSeenAt ?? "") > headSeenAt;
}

async function swap(
  tx: TenantTx,
  { ctx, ledger, pair }: Readonly<{ ctx: ServiceContext; ledger: LedgerRecord; pair: CopyPair }>,
): Promise<readonly string[]> {
  const nowMs = ctx.clock.nowMs();
  const key = { ledger: pair.ledger, topic: pair.topic, copy: pair.after };
  await carryAcknowledgements(tx, pair);
  let lostPayouts: readonly string[] = [];
  if (pair.topic === "funds") {
    await adoptCovers(tx, key, (await findCurrentVersion(tx, pair.ledger))?.payoutAccount);
    lostPayouts = await removeLostPayouts(tx, key);
    await setBeforeStart(tx, pair.ledger, firstOpenLedgerDate(ledger.country, ledger.booksFrom));
    await linkAborts(tx, { ledger, aborted: await listUnlinkedAborts(tx, key), nowMs });
  }
  await releaseLostEntries(tx, ctx, key);
  // What only the new copy has may be what a line of the bank waits for.
  await markLedgerDue(tx, pair.ledger, [0n]);
  const breaks = await listOpenBreaks(tx, { ...key, from: ledger.booksFrom });
  await resolveGoneBreaks(tx, { ...key, standing: breaks.map((found) => found.subjectId), nowMs });
  for (const found of breaks) {
    await openIssue(tx, {
      kind: "chain-break",
      subjectType: "entry",
      subjectId: found.subjectId,
      ledger: pair.ledger,
      facts: {
        ledgerId: ledger.ledgerId,
        topic: pair.topic,
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
  const subject = {
    subjectType: "feed",
    subjectId: `${pair.ledger}:${pair.topic}`,
    nowMs,
    by: ctx.actor.name,
  };
  await resolveIssue(tx, { kind: "cursor-refused", ...subject });
  await resolveIssue(tx, { kind: "rebuild-agreement", ...subject });
  await swapActiveCopy(tx, key, pair.before);
  await hastenProof(tx, pair.ledger, pair.topic, nowMs);
  return lostPayouts;
}

async function askForAgreement(
  tx: TenantTx,
  asked: Readonly<{ ctx: ServiceContext; ledger: LedgerRecord; topic: Topic; difference: CopyDifference }>,
): Promise<void> {
  const { ledger, topic, difference } = asked;
  await openIssue(tx, {
    kind: "rebuild-agreement",
    subjectType: "feed",
    subjectId: `${ledger.id}:${topic}`,
    ledger: ledger.id,
    facts: {
      ledgerId: ledger.ledgerId,
      topic,
      lost: String(difference.lost),
      gained: String(difference.gained),
      dates: difference.dates.join(", "),
    },
    nowMs: asked.ctx.clock.nowMs(),
  });
}
