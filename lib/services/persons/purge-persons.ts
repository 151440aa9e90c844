import { DAY_MS } from "@/lib/core/clock";
import type { LedgerUid } from "@/lib/core/ids";
import { utcDate } from "@/lib/domain/person/retention";
import type { ServiceContext } from "@/lib/services/context";
import { listSettingsToPurge, purgePersons, setPurgeAt } from "@/lib/store/persons";
import { withTenant } from "@/lib/store/tenant";

/** Rows of one transaction. */
export const PURGE_ROWS = 20_000;

/** The next midnight in UTC: payers are deleted as their day begins. */
export function nextMidnight(nowMs: number): number {
  return (Math.floor(nowMs / DAY_MS) + 1) * DAY_MS;
}

/**
 * Deletes the payers of a ledger whose date has come, and whatever is left of periods that have ended; a bounded
 * number of rows a transaction. Returns how many. Stopped anywhere, it goes on at the next ring.
 */
export async function purgePersonsOf(
  ctx: ServiceContext,
  ledger: LedgerUid,
  options: Readonly<{ signal?: AbortSignal; rowsMax?: number }> = {},
): Promise<number> {
  const nowMs = ctx.clock.nowMs();
  const most = options.rowsMax ?? PURGE_ROWS;
  const settings = await withTenant(ctx.database, ctx, (tx) => listSettingsToPurge(tx, ledger, nowMs));
  let gone = 0;
  for (const id of settings) {
    for (let batch = most; batch === most;) {
      options.signal?.throwIfAborted();
      batch = await withTenant(ctx.database, ctx, (tx) =>
        purgePersons(tx, { ledger, id }, { today: utcDate(nowMs), most }),
      );
      gone += batch;
    }
    const next = { atMs: nextMidnight(nowMs), nowMs };
    await withTenant(ctx.database, ctx, (tx) => setPurgeAt(tx, { ledger, id }, next));
  }
  return gone;
}
