import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { sealAuditEvents } from "@/lib/store/audit-chain";
import { withTenant } from "@/lib/store/tenant";

const BATCH = 500;

/**
 * Seals every event of the firm that is visible and not sealed yet (DESIGN §4, `audit_event`), in bounded
 * transactions. An event that is committed later is sealed later, in whatever order their times are. Returns how many.
 */
export async function sealAudit(ctx: ServiceContext, signal?: AbortSignal): Promise<number> {
  requirePermission(ctx, "audit.seal");
  let total = 0;
  for (;;) {
    const sealed = await withTenant(ctx.database, ctx, (tx) => sealAuditEvents(tx, BATCH));
    total += sealed;
    if (sealed < BATCH || signal?.aborted === true) return total;
  }
}
