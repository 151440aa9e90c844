import { rm } from "node:fs/promises";

import type { ServiceContext } from "@/lib/services/context";
import { exportFolder } from "@/lib/services/leaving/export-place";
import { beginFirmDeletion, purgeFirm } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

const ROWS_A_TRANSACTION = 20_000;

/**
 * Deletes the firm of the context when its waiting time is over: first nobody gets in and nothing is followed any
 * more, then its rows go, a bounded number a transaction, and the firm itself last. Stopped anywhere it goes on at
 * the next ring. Returns how many rows went; 0: nothing was due.
 */
export async function deleteFirm(
  ctx: ServiceContext,
  options: Readonly<{ signal?: AbortSignal; rowsMax?: number; batchesMax?: number }> = {},
): Promise<number> {
  const nowMs = ctx.clock.nowMs();
  if (!(await withTenant(ctx.database, ctx, (tx) => beginFirmDeletion(tx, nowMs)))) return 0;
  const most = options.rowsMax ?? ROWS_A_TRANSACTION;
  let all = 0;
  for (let batches = 0; batches < (options.batchesMax ?? Number.POSITIVE_INFINITY); batches += 1) {
    options.signal?.throwIfAborted();
    const gone = await withTenant(ctx.database, ctx, (tx) => purgeFirm(tx, most));
    if (gone === 0) {
      await rm(exportFolder(ctx), { recursive: true, force: true });
      break;
    }
    all += gone;
  }
  ctx.log.info({ rows: all }, "rows of a firm that left were deleted");
  return all;
}
