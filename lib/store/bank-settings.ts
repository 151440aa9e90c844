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

/** Which of these accounts are there and no ledger is paid out to; one that has become part of another is gone. */
export async function listUnserved(tx: TenantTx, accounts: readonly string[]): Promise<ReadonlySet<string>> {
  const rows = await tx.query<{ id: string }>(
    `select id from bank_account a where tenant_id = $1 and id = any($2::uuid[])
       and not exists (select from bank_account_ledger l where l.tenant_id = a.tenant_id and l.account = a.id)`,
    [tx.tenantId, accounts],
  );
  return new Set(rows.map(({ id }) => id));
}

/**
 * Forgets the texts of the next lines, by id, that are no settlement and have no payout's amount; date, amount and
 * digest stay. Returns the last line that was looked at, undefined when there was none.
 */
export async function dropOtherTexts(
  tx: TenantTx,
  after: string | undefined,
  limit: number,
): Promise<string | undefined> {
  const rows = await tx.query<{ id: string; is_payout: boolean; kind: string }>(
    `select l.id, l.kind, exists (select from bank_account_number n
         join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.amount = -l.amount
         where n.tenant_id = $1 and n.account = l.account) as is_payout
     from bank_line l where l.tenant_id = $1 and ($2::uuid is null or l.id > $2) order by l.id limit $3`,
    [tx.tenantId, after ?? null, limit],
  );
  const lines = rows.filter((row) => row.kind === "other" && !row.is_payout).map((row) => row.id);
  if (lines.length > 0) {
    await tx.execute(
      "update bank_line set texts = null, details = '[]' where tenant_id = $1 and id = any($2::uuid[]) and texts is not null",
      [tx.tenantId, lines],
    );
    await tx.execute(
      "update bank_line_source set texts = null where tenant_id = $1 and line = any($2::uuid[]) and texts is not null",
      [tx.tenantId, lines],
    );
  }
  return rows.at(-1)?.id;
}
