import { newId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { Account, AccountRole } from "@/lib/domain/bookkeeping/account-map";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { TenantTx } from "@/lib/store/tenant";

/** An account that a firm (without a merchant) or a merchant has chosen, and who did. */
export type ChosenAccount = Account &
  Readonly<{
    merchant: MerchantId | undefined;
    country: Country;
    role: AccountRole;
    changedAt: string;
    changedBy: string;
  }>;

/** What the firm has chosen, and with a merchant what that merchant has. */
export async function listChosenAccounts(
  tx: TenantTx,
  filter: Readonly<{ merchant: MerchantId | undefined; country?: Country | undefined }>,
): Promise<ChosenAccount[]> {
  const rows = await tx.query<{
    merchant: MerchantId | null;
    country: Country;
    role: AccountRole;
    account: string;
    name: string;
    vat_code: string;
    changed_at: string;
    changed_by: string;
  }>(
    `select merchant, country, role, account, name, vat_code, changed_at, changed_by from account_map
     where tenant_id = $1 and (merchant is null or merchant = $2) and ($3::char(2) is null or country = $3::char(2)) and account is not null`,
    [tx.tenantId, filter.merchant ?? null, filter.country ?? null],
  );
  return rows.map((row) => ({
    merchant: row.merchant ?? undefined,
    country: row.country,
    role: row.role,
    account: row.account,
    name: row.name,
    vatCode: row.vat_code,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }));
}

/** Stores a choice; without an account it is taken back, and what it stood on holds again. */
export async function putChosenAccount(
  tx: TenantTx,
  of: Readonly<{ merchant: MerchantId | undefined; country: Country; role: AccountRole }>,
  change: Readonly<{ account: Account | undefined; by: string; nowMs: number }>,
): Promise<void> {
  const key =
    of.merchant === undefined
      ? "(tenant_id, country, role) where merchant is null"
      : "(tenant_id, merchant, country, role) where merchant is not null";
  await tx.execute(
    `insert into account_map (tenant_id, id, merchant, country, role, account, name, vat_code, changed_at, changed_by)
     values ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9 / 1000.0), $10)
     on conflict ${key} do update set account = excluded.account, name = excluded.name, vat_code = excluded.vat_code,
       changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [
      tx.tenantId,
      newId<"account-map">(change.nowMs),
      of.merchant ?? null,
      of.country,
      of.role,
      change.account?.account ?? null,
      change.account?.name ?? null,
      change.account?.vatCode ?? null,
      change.nowMs,
      change.by,
    ],
  );
}
