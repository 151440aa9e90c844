import { CHAIN_START } from "@/lib/services/audit/chain-hash";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { findAuditHead } from "@/lib/store/audit-chain";
import type { AuditHead } from "@/lib/store/audit-chain";
import { withTenant } from "@/lib/store/tenant";

/** The head of the firm's chain, to be kept elsewhere: place 0 before anything is sealed. Throws: forbidden. */
export async function getAuditHead(ctx: ServiceContext): Promise<AuditHead> {
  requirePermission(ctx, "audit.read");
  const head = await withTenant(ctx.database, ctx, (tx) => findAuditHead(tx));
  return head ?? { sequence: 0n, hash: CHAIN_START, sealedAt: undefined, sealedMicros: undefined };
}
