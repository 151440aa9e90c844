import type { ServiceContext } from "@/lib/services/context";
import type { FeedKey } from "@/lib/store/feeds";
import { undoMatches } from "@/lib/store/matches";
import { findMatches, listMatchesWithoutEntry } from "@/lib/store/matches-read";
import { markDue } from "@/lib/store/reconcile";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * At a swap of copies: settlement entries that the new copy does not have are in no match any more. Their lines are
 * open again, and are matched anew with what there is.
 */
export async function releaseLostEntries(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "clock">,
  key: FeedKey,
): Promise<void> {
  const ids = await listMatchesWithoutEntry(tx, key);
  if (ids.length === 0) return;
  const matches = await findMatches(tx, ids);
  await undoMatches(tx, ids, { by: "rebuild", reason: "entry-gone", nowMs: ctx.clock.nowMs() });
  for (const { account, parts } of matches) {
    if (account === undefined) continue;
    const amounts = parts.flatMap((part) => (part.kind === "line" ? [part.amount] : []));
    await markDue(tx, account, amounts);
  }
}
