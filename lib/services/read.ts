import { momentOf } from "@/lib/domain/ledger/moment";
import type { Moment } from "@/lib/domain/ledger/moment";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * What every reading verb does first and last: asks whether this person may read the books, and reads within one
 * snapshot, so that the numbers of an answer belong together. Throws: forbidden.
 */
export function readBooks<T>(
  ctx: ServiceContext,
  work: (tx: TenantTx, moment: Moment) => Promise<T>,
): Promise<T> {
  requirePermission(ctx, "books.read");
  return withTenant(ctx.database, ctx, (tx) => work(tx, momentOf(ctx.clock.nowMs())), { snapshot: true });
}
