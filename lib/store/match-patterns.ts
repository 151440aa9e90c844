import type { BankAccountId, LedgerUid } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/store/tenant";

const PATTERNS_MAX = 1_000;

/** Adds a pattern of an account, or a ledger to the one that is there. Returns its id. */
export async function insertPattern(
  tx: TenantTx,
  pattern: Readonly<{
    id: string;
    account: BankAccountId;
    pattern: string;
    ledger: LedgerUid;
    by: string;
    nowMs: number;
  }>,
): Promise<string> {
  const rows = await tx.query<{ id: string }>(
    `insert into match_pattern as m (tenant_id, id, account, pattern, ledgers, confirmed_at, confirmed_by)
     values ($1, $2, $3, $4, array[$5::uuid], to_timestamp($6 / 1000.0), $7)
     on conflict (tenant_id, account, pattern) where revoked_at is null
       do update set ledgers = case when $5::uuid = any(m.ledgers) then m.ledgers else m.ledgers || $5::uuid end
     returning m.id`,
    [tx.tenantId, pattern.id, pattern.account, pattern.pattern, pattern.ledger, pattern.nowMs, pattern.by],
  );
  return rows[0]?.id ?? pattern.id;
}

/** Ends a pattern; returns what it said and of which account, undefined when there is none that stands. */
export async function revokePattern(
  tx: TenantTx,
  id: string,
  by: Readonly<{ name: string; nowMs: number }>,
): Promise<Readonly<{ pattern: string; account: BankAccountId }> | undefined> {
  const rows = await tx.query<{ pattern: string; account: BankAccountId }>(
    `update match_pattern set revoked_at = to_timestamp($3 / 1000.0), revoked_by = $4
     where tenant_id = $1 and id = $2 and revoked_at is null returning pattern, account`,
    [tx.tenantId, id, by.nowMs, by.name],
  );
  return rows[0];
}

/** Amounts, as the bank shows them, of the account's matches that stand by a pattern. */
export async function listPatternAmounts(tx: TenantTx, account: BankAccountId): Promise<bigint[]> {
  const rows = await tx.query<{ amount: bigint }>(
    `select distinct p.amount from match m join match_part p on p.tenant_id = m.tenant_id and p.match = m.id and p.kind = 'line'
     where m.tenant_id = $1 and m.account = $2 and m.method = 'pattern' and m.maker = 'system' and m.undone_at is null`,
    [tx.tenantId, account],
  );
  return rows.map((row) => row.amount);
}

export async function listFirmPatterns(tx: TenantTx): Promise<
  Readonly<{
    id: string;
    accountId: string;
    pattern: string;
    ledgers: string[];
    confirmedAt: string;
    confirmedBy: string;
  }>[]
> {
  const rows = await tx.query<{
    id: string;
    account: string;
    pattern: string;
    ledgers: string[];
    confirmed_at: string;
    confirmed_by: string;
  }>(
    `select m.id, m.account, m.pattern, m.confirmed_at, m.confirmed_by,
       array(select l.ledger_id from ledger l where l.tenant_id = m.tenant_id and l.id = any(m.ledgers) order by l.ledger_id) as ledgers
     from match_pattern m where m.tenant_id = $1 and m.revoked_at is null order by m.confirmed_at desc, m.id desc limit $2`,
    [tx.tenantId, PATTERNS_MAX],
  );
  return rows.map((row) => ({
    id: row.id,
    accountId: row.account,
    pattern: row.pattern,
    ledgers: row.ledgers,
    confirmedAt: row.confirmed_at,
    confirmedBy: row.confirmed_by,
  }));
}
