import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { newId } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { ServiceContext } from "@/lib/services/context";
import { createFeed, listOtherFeeds, listRetiredCopies, lockTopic, setFeedStates } from "@/lib/store/feeds";
import type { Feed } from "@/lib/store/feeds";
import { openIssue } from "@/lib/store/issues";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";

/**
 * Begins a rebuild: a new copy of the topic beside the active one, read from the start of the feed by the same
 * follower. `refused`: the provider refused this feed's cursor; a refused copy under construction is replaced.
 * Does nothing when a copy is under construction already. Never restarts in place (DESIGN §5).
 */
export async function startCopy(
  ctx: ServiceContext,
  { ledger, topic, refused }: Readonly<{ ledger: LedgerRecord; topic: Topic; refused?: Feed }>,
): Promise<boolean> {
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    await lockTopic(tx, ledger.id, topic);
    if (refused !== undefined) {
      const moved = await setFeedStates(tx, ledger.id, {
        from: ["following"],
        to: refused.isActive ? "refused" : "retired",
        topic,
        copy: refused.copy,
        nowMs,
      });
      // Somebody else dealt with it meanwhile.
      if (moved === 0) return false;
      await openIssue(tx, {
        kind: "cursor-refused",
        subjectType: "feed",
        subjectId: `${ledger.id}:${topic}`,
        ledger: ledger.id,
        facts: { ledgerId: ledger.ledgerId, topic },
        nowMs,
      });
    }
    const others = await listOtherFeeds(tx, ledger.id, topic);
    if (others.length > 0) return false;
    // A provider that refuses copy after copy is asked less and less often.
    const refusedCount =
      refused?.isActive === false ? (await listRetiredCopies(tx, ledger.id, topic)).length : 0;
    const waitMs = refusedCount === 0 ? 0 : Math.min(HOUR_MS, MINUTE_MS * 2 ** Math.min(refusedCount, 10));
    const key = { ledger: ledger.id, topic, copy: newId<"copy">(nowMs) };
    await createFeed(tx, key, { nowMs, firstPollAtMs: nowMs + waitMs });
    return true;
  });
}
