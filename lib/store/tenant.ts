import type { MerchantId, TenantId } from "@/lib/core/ids";
import type { Database, SqlTransaction, TransactionOptions } from "@/lib/platform/database/database";

declare const tenantBrand: unique symbol;

/** A transaction in which only one tenant's rows exist, and of those only what the scope may see. */
export type TenantTx = SqlTransaction & Readonly<{ tenantId: TenantId; [tenantBrand]: true }>;

/** The whole firm, or just the merchants listed: an empty list sees nothing. */
export type Scope = Readonly<{ kind: "firm" } | { kind: "limited"; merchantIds: readonly MerchantId[] }>;

/** Whose rows, and which of them. */
export type TenantScope = Readonly<{ tenantId: TenantId; scope: Scope }>;

export const FIRM: Scope = { kind: "firm" };

/**
 * The only maker of a tenant transaction. Its settings are local to the transaction, and row level security
 * reads them: without them a query sees nothing (DESIGN §4, "Who sees what").
 */
export function withTenant<T>(
  database: Database,
  who: TenantScope,
  work: (tx: TenantTx) => Promise<T>,
  options?: TransactionOptions,
): Promise<T> {
  return database.transaction(async (tx) => {
    const merchantIds = who.scope.kind === "limited" ? who.scope.merchantIds.join(",") : "";
    await tx.query(
      "select set_config('app.tenant_id', $1, true), set_config('app.scope', $2, true), set_config('app.merchant_ids', $3, true)",
      [who.tenantId, who.scope.kind, merchantIds],
    );
    // The one place that may make a TenantTx: the line above has run.
    return work({ ...tx, tenantId: who.tenantId } as TenantTx);
  }, options);
}

/** The name of the firm of the transaction. */
export async function findTenantName(tx: TenantTx): Promise<string> {
  const rows = await tx.query<{ name: string }>("select name from tenant where tenant_id = $1", [
    tx.tenantId,
  ]);
  return rows[0]?.name ?? "";
}
