import type { KeysList } from "@/lib/contracts/settings";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { listOwnKeys } from "@/lib/store/credentials";
import { withTenant } from "@/lib/store/tenant";

/** The firm's own accounting keys: their secrets only as fingerprints. A firm has a few. Throws: forbidden. */
export async function listStoredKeys(ctx: ServiceContext): Promise<KeysList> {
  requirePermission(ctx, "keys.read");
  const keys = await withTenant(ctx.database, ctx, (tx) => listOwnKeys(tx));
  return {
    items: keys.map((row) => ({
      id: row.id,
      clientId: row.clientId,
      fingerprint: row.fingerprint ?? null,
      state: row.state,
      storedAt: row.storedAt,
      lastProvenAt: row.lastProvenAt,
      lastUsedAt: row.lastUsedAt ?? null,
      inDoubtSince: row.inDoubtSince ?? null,
      opens: row.opens,
    })),
  };
}
