import { AppError } from "@/lib/core/errors";
import type { LedgerUid } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { recordAudit } from "@/lib/store/audit";
import { setFeedStates } from "@/lib/store/feeds";
import { findLedger } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";

/** Stops following a ledger's feeds until it is resumed; a page under way is dropped. Throws: forbidden, not_found, conflict (it is not followed). */
export async function pauseLedger(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<void> {
  await setPaused(ctx, input.id as LedgerUid, true);
}

/** Goes on where the feeds stood. Throws: forbidden, not_found, conflict (it is not followed). */
export async function resumeLedger(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<void> {
  await setPaused(ctx, input.id as LedgerUid, false);
}

async function setPaused(ctx: ServiceContext, id: LedgerUid, pause: boolean): Promise<void> {
  requirePermission(ctx, "feed.pause");
  const nowMs = ctx.clock.nowMs();
  await withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedger(tx, id);
    if (ledger === undefined) throw new AppError("not_found", "there is no ledger with this id");
    if (ledger.status !== "active")
      throw new AppError("conflict", "only a ledger that is taken in and granted is paused or resumed");
    const changed = await setFeedStates(tx, id, {
      from: [pause ? "following" : "paused"],
      to: pause ? "paused" : "following",
      nowMs,
    });
    if (changed === 0) return;
    await recordAudit(tx, ctx, {
      action: pause ? "feed.paused" : "feed.resumed",
      subjectType: "ledger",
      subjectId: id,
    });
  });
}
