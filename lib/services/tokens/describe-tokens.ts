import type { ApiToken } from "@/lib/contracts/settings";
import { mapMerchantNames } from "@/lib/store/merchants";
import type { TenantTx } from "@/lib/store/tenant";
import type { TokenRow } from "@/lib/store/tokens";

/** Tokens as the API shows them, with the names of the merchants that they are limited to. */
export async function describeTokens(
  tx: TenantTx,
  rows: readonly TokenRow[],
  nowMs: number,
): Promise<ApiToken[]> {
  const names = await mapMerchantNames(tx, [...new Set(rows.flatMap((row) => row.merchantIds ?? []))]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    scopes: [...row.scopes],
    merchants: row.merchantIds?.map((id) => ({ id, name: names.get(id) ?? id })) ?? null,
    createdAt: row.createdAt,
    createdBy: row.createdByName,
    isMakerGone: row.isMakerGone,
    expiresAt: row.expiresAt ?? null,
    revokedAt: row.revokedAt ?? null,
    lastUsedAt: row.lastUsedAt ?? null,
    state: stateOf(row, nowMs),
  }));
}

function stateOf(row: TokenRow, nowMs: number): ApiToken["state"] {
  if (row.revokedAt !== undefined) return "revoked";
  return row.expiresAt !== undefined && Date.parse(row.expiresAt) <= nowMs ? "expired" : "active";
}
