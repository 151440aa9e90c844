import type { MerchantId, TenantId, UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { TokenScope } from "@/lib/domain/access/permissions";
import { scopeOf } from "@/lib/store/identity";
import type { SystemTx } from "@/lib/store/system";
import type { Scope, TenantTx } from "@/lib/store/tenant";

/** API tokens: through the installation's functions, which never hand out a hash. */

/** A token that holds, and what it opens. */
export type ApiToken = Readonly<{
  id: string;
  name: string;
  tenantId: TenantId;
  slug: string;
  scope: Scope;
  scopes: readonly TokenScope[];
}>;

/** The token with this SHA-256, unless it is unknown, revoked or expired. */
export async function findTokenByHash(
  tx: SystemTx,
  hash: Uint8Array,
  nowMs: number,
): Promise<ApiToken | undefined> {
  const rows = await tx.query<{
    token_id: string;
    token_name: string;
    tenant_id: TenantId;
    slug: string;
    merchant_ids: MerchantId[] | null;
    scopes: TokenScope[];
  }>("select * from installation.find_token($1, to_timestamp($2 / 1000.0))", [hash, nowMs]);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.token_id,
    name: row.token_name,
    tenantId: row.tenant_id,
    slug: row.slug,
    scope: scopeOf(row.merchant_ids),
    scopes: row.scopes,
  };
}

/** Stores a token of the firm; `merchantIds` undefined: the whole firm; `expiresAtMs` undefined: it never expires. */
export async function insertToken(
  tx: TenantTx,
  token: Readonly<{
    id: string;
    name: string;
    hash: Uint8Array;
    merchantIds: readonly MerchantId[] | undefined;
    scopes: readonly TokenScope[];
    expiresAtMs: number | undefined;
    /** The person who makes it; undefined: the command line. */
    makerId: UserId | undefined;
    makerName: string;
    nowMs: number;
  }>,
): Promise<void> {
  await tx.query(
    "select installation.create_token($1, $2, $3, $4::uuid[], $5::text[], to_timestamp($6 / 1000.0), $7, $8, to_timestamp($9 / 1000.0))",
    [
      token.id,
      token.name,
      token.hash,
      token.merchantIds ?? null,
      token.scopes,
      token.expiresAtMs ?? null,
      token.makerId ?? null,
      token.makerName,
      token.nowMs,
    ],
  );
}

/** A token as the firm sees it. */
export type TokenRow = Readonly<{
  id: string;
  name: string;
  merchantIds: readonly MerchantId[] | undefined;
  scopes: readonly TokenScope[];
  createdAt: string;
  createdByName: string;
  /** A person made it who has no place in the firm any more. */
  isMakerGone: boolean;
  expiresAt: string | undefined;
  revokedAt: string | undefined;
  lastUsedAt: string | undefined;
}>;

/** The firm's tokens, newest first, after a place; or just the one that is wanted. One more than the limit. */
export async function listTokenRows(
  tx: TenantTx,
  filter: Readonly<{
    wanted?: string | undefined;
    after?: Readonly<{ at: string; id: string }> | undefined;
    limit: number;
  }>,
): Promise<TokenRow[]> {
  const rows = await tx.query<{
    id: string;
    name: string;
    merchant_ids: MerchantId[] | null;
    scopes: TokenScope[];
    created_at: string;
    created_by_name: string;
    maker_is_gone: boolean;
    expires_at: string | null;
    revoked_at: string | null;
    last_used_at: string | null;
  }>("select * from installation.own_tokens($1, $2, $3, $4)", [
    filter.wanted ?? null,
    filter.after?.at ?? null,
    filter.after?.id ?? null,
    filter.limit + 1,
  ]);
  return rows.map((row) => ({
    id: row.id,
    name: row.name,
    merchantIds: row.merchant_ids ?? undefined,
    scopes: row.scopes,
    createdAt: row.created_at,
    createdByName: row.created_by_name,
    isMakerGone: row.maker_is_gone,
    expiresAt: row.expires_at ?? undefined,
    revokedAt: row.revoked_at ?? undefined,
    lastUsedAt: row.last_used_at ?? undefined,
  }));
}

/** The firm's tokens of one maker that still open something. */
export function listTokensOfMaker(
  tx: TenantTx,
  maker: UserId,
  nowMs: number,
): Promise<Readonly<{ id: string; name: string }>[]> {
  return tx.query("select * from installation.tokens_of_maker($1, to_timestamp($2 / 1000.0))", [
    maker,
    nowMs,
  ]);
}

/** Ends a token of the firm at once. False when there is none, or it was revoked before. */
export async function revokeTokenRow(tx: TenantTx, id: string, nowMs: number): Promise<boolean> {
  const rows = await tx.query<{ revoked: boolean }>(
    "select installation.revoke_token($1, to_timestamp($2 / 1000.0)) as revoked",
    [id, nowMs],
  );
  return rows[0]?.revoked ?? false;
}

export async function isTokenExpiring(tx: SystemTx, nowMs: number, horizonMs: number): Promise<boolean> {
  const rows = await tx.query<{ expiring: boolean }>(
    "select installation.is_token_expiring(to_timestamp($1 / 1000.0), make_interval(secs => $2)) as expiring",
    [nowMs, horizonMs / 1000],
  );
  return rows[0]?.expiring ?? false;
}

/** A token that will expire, and one person who is to know. */
export type ExpiringToken = Readonly<{
  id: string;
  name: string;
  expiresAt: string;
  slug: string;
  firmName: string;
  email: string;
  language: MailLanguage;
}>;

/** Takes tokens that expire within the horizon and of which nobody was told; they do not come again. */
export async function takeExpiringTokens(
  tx: SystemTx,
  take: Readonly<{ nowMs: number; horizonMs: number; limit: number }>,
): Promise<ExpiringToken[]> {
  const rows = await tx.query<{
    token_id: string;
    token_name: string;
    expires_at: string;
    slug: string;
    firm_name: string;
    email: string;
    language: MailLanguage;
  }>(
    "select * from installation.take_expiring_tokens(to_timestamp($1 / 1000.0), make_interval(secs => $2), $3)",
    [take.nowMs, take.horizonMs / 1000, take.limit],
  );
  return rows.map((row) => ({
    id: row.token_id,
    name: row.token_name,
    expiresAt: row.expires_at,
    slug: row.slug,
    firmName: row.firm_name,
    email: row.email,
    language: row.language,
  }));
}
