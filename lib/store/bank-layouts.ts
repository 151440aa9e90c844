import type { BankAccountId } from "@/lib/core/ids";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { TenantTx } from "@/lib/store/tenant";

/** The layout of an account's CSV files, as a person last agreed to it: JSON as it was written. */
export type LayoutRow = Readonly<{
  account: BankAccountId;
  number: AccountNumber | undefined;
  layout: unknown;
}>;

/** Layouts that people have agreed to, that of `first` before all others, then the newest account's first. */
export async function listLayouts(
  tx: TenantTx,
  first: BankAccountId | undefined,
  limit: number,
): Promise<LayoutRow[]> {
  const rows = await tx.query<{ account: BankAccountId; number: AccountNumber | null; layout: unknown }>(
    `select a.id as account, a.csv_layout as layout,
       (select json_build_object('scheme', n.scheme, 'id', n.number) from bank_account_number n
        where n.tenant_id = a.tenant_id and n.account = a.id order by n.linked_at, n.scheme, n.number limit 1) as number
     from bank_account a where a.tenant_id = $1 and a.csv_layout is not null
     order by (a.id = $2) desc nulls last, a.id desc limit $3`,
    [tx.tenantId, first ?? null, limit],
  );
  return rows.map((row) => ({ ...row, number: row.number ?? undefined }));
}

export async function writeLayout(tx: TenantTx, account: BankAccountId, layout: unknown): Promise<void> {
  await tx.execute("update bank_account set csv_layout = $3 where tenant_id = $1 and id = $2", [
    tx.tenantId,
    account,
    JSON.stringify(layout),
  ]);
}
