import type { BankAccountId } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/store/tenant";

export type KeepTexts = "all" | "settlement";

/** What the firm keeps of lines that cannot be settlements. */
export async function findKeepTexts(tx: TenantTx): Promise<KeepTexts> {
  const rows = await tx.query<{ keep_texts: KeepTexts }>(
    "select keep_texts from bank_setting where tenant_id = $1",
    [tx.tenantId],
  );
  return rows[0]?.keep_texts ?? "all";
}

export async function writeKeepTexts(
  tx: TenantTx,
  keep: KeepTexts,
  by: Readonly<{ name: string; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `insert into bank_setting (tenant_id, keep_texts, changed_at, changed_by) values ($1, $2, to_timestamp($3 / 1000.0), $4)
     on conflict (tenant_id) do update set keep_texts = excluded.keep_texts, changed_at = excluded.changed_at, changed_by = excluded.changed_by`,
    [tx.tenantId, keep, by.nowMs, by.name],
  );
}

/** Whether any ledger is paid out to the account. */
export async function servesLedger(tx: TenantTx, account: BankAccountId): Promise<boolean> {
  const rows = await tx.query(
    "select from bank_account_ledger where tenant_id = $1 and account = $2 limit 1",
    [tx.tenantId, account],
  );
  return rows.length > 0;
}
