import { MINUTE_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { takeInLedger } from "@/lib/services/onboarding/take-in-ledger";
import { findBatch, finishBatch, settleItem, takeNextItem } from "@/lib/store/onboarding-batches";
import type { BatchId, BatchRow } from "@/lib/store/onboarding-batches";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

export type { BatchId };

/** A batch that nobody has moved for so long is taken up by another worker. */
const WAKE_AFTER_MS = MINUTE_MS;

type Outcome = Readonly<{ outcome: "taken" | "unchanged" | "failed"; failure?: string }>;

/**
 * Works a batch off, one ledger a transaction: whatever was done stays done, and a crash costs at most the ledger
 * at hand, which is then still waiting. Any number of workers may run it at once, or again. A ledger that cannot be
 * taken in is noted with the reason, and the next one follows. Returns how many it settled.
 * Throws: what is no fault of a ledger (database_unavailable, …); the batch wakes again by itself.
 */
export async function runBatch(
  ctx: ServiceContext,
  input: Readonly<{ batch: BatchId }>,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<number> {
  const batch = await withTenant(ctx.database, ctx, (tx) => findBatch(tx, input.batch));
  if (batch === undefined || batch.state === "done") return 0;
  // The trail names who asked, not who worked.
  const acting: ServiceContext = { ...ctx, actor: batch.actor };
  let settled = 0;
  while (options.signal?.aborted !== true) {
    if (!(await settleNext(acting, batch))) break;
    settled += 1;
  }
  await withTenant(ctx.database, ctx, (tx) => finishBatch(tx, batch.id, ctx.clock.nowMs()));
  return settled;
}

/** Settles the next ledger that waits; false when there is none. */
async function settleNext(ctx: ServiceContext, batch: BatchRow): Promise<boolean> {
  let ledger: LedgerUid | undefined;
  const settle = (tx: TenantTx, of: LedgerUid, outcome: Outcome): Promise<void> =>
    settleItem(tx, {
      batch: batch.id,
      ledger: of,
      wakeAtMs: ctx.clock.nowMs() + WAKE_AFTER_MS,
      ...outcome,
    });
  try {
    return await withTenant(ctx.database, ctx, async (tx) => {
      ledger = await takeNextItem(tx, batch.id);
      if (ledger === undefined) return false;
      const made = await takeInLedger(tx, ctx, { ...batch, id: ledger });
      await settle(tx, ledger, { outcome: made === undefined ? "unchanged" : "taken" });
      return true;
    });
  } catch (error) {
    if (ledger === undefined || hasCode(error, "database_unavailable", "disk_full")) throw error;
    // Nothing of this ledger was kept. What is wrong with it must not hold up the ledgers after it.
    const failed = ledger;
    const failure = error instanceof AppError ? error.code : "unexpected";
    if (failure === "unexpected") ctx.log.error({ error, ledger: failed }, "a ledger was not taken in");
    await withTenant(ctx.database, ctx, (tx) => settle(tx, failed, { outcome: "failed", failure }));
    return true;
  }
}
