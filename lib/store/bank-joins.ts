import type { BankAccountId } from "@/lib/core/ids";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import { holdBankAccount, lockKeys } from "@/lib/store/bank-accounts";
import type { TenantTx } from "@/lib/store/tenant";

type By = Readonly<{ name: string; nowMs: number }>;

/**
 * Holds accounts until the transaction ends, against whoever matches them and against files that come in for their
 * numbers. `keys`: of numbers that are held besides.
 */
export async function holdAccounts(
  tx: TenantTx,
  accounts: readonly BankAccountId[],
  keys: readonly string[] = [],
): Promise<void> {
  const rows = await tx.query<{ key: string }>(
    "select distinct key from bank_account_number where tenant_id = $1 and account = any($2::uuid[])",
    [tx.tenantId, accounts],
  );
  await lockKeys(tx, [...keys, ...rows.map((row) => row.key)]);
  for (const account of [...new Set(accounts)].toSorted()) await holdBankAccount(tx, account);
}

/** Keeps a number that no account has yet. */
export async function addNumber(
  tx: TenantTx,
  account: BankAccountId,
  number: Readonly<{ number: AccountNumber; key: string; source: "ledger" | "person" }>,
  by: By,
): Promise<void> {
  await tx.execute(
    `insert into bank_account_number (tenant_id, scheme, number, account, key, source, linked_at, linked_by)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0), $8) on conflict do nothing`,
    [
      tx.tenantId,
      number.number.scheme,
      number.number.id,
      account,
      number.key,
      number.source,
      by.nowMs,
      by.name,
    ],
  );
}

/** Where ledgers are, or were, paid out to, among numbers that look like these. */
export async function findPayoutNumbers(tx: TenantTx, ids: readonly string[]): Promise<AccountNumber[]> {
  const rows = await tx.query<{ scheme: string; id: string }>(
    `select distinct payout_scheme as scheme, payout_id as id from ledger_version
     where tenant_id = $1 and payout_id = any($2::text[]) and payout_scheme is not null order by 1, 2`,
    [tx.tenantId, ids],
  );
  return rows;
}

/** Files with statements of the account. */
export async function listFilesOfAccount(tx: TenantTx, account: BankAccountId): Promise<string[]> {
  const rows = await tx.query<{ file: string }>(
    "select distinct file from bank_statement where tenant_id = $1 and account = $2 order by file",
    [tx.tenantId, account],
  );
  return rows.map((row) => row.file);
}

/**
 * Two accounts turn out to be one: everything of the one is the other's from now on, numbers, statements, lines,
 * matches, patterns, ledgers and issues. What is left of it is a row without a number, which nothing leads to. The
 * lines of both must be told anew after this, and both must be held.
 */
export async function joinAccounts(
  tx: TenantTx,
  from: BankAccountId,
  into: BankAccountId,
  by: By,
): Promise<void> {
  const both = [tx.tenantId, from, into] as const;
  await tx.execute(
    `update bank_account_number set account = $3, linked_at = to_timestamp($4 / 1000.0), linked_by = $5
     where tenant_id = $1 and account = $2`,
    [...both, by.nowMs, by.name],
  );
  for (const table of ["bank_statement", "bank_line", "bank_line_source", "match", "issue"] as const) {
    await tx.execute(`update ${table} set account = $3 where tenant_id = $1 and account = $2`, both);
  }
  await joinPatterns(tx, from, into, by);
  await tx.execute(
    `update bank_account_ledger l set account = $3 where l.tenant_id = $1 and l.account = $2
       and not exists (select from bank_account_ledger o where o.tenant_id = $1 and o.account = $3 and o.ledger = l.ledger)`,
    both,
  );
  await tx.execute(
    `update bank_account a set name = coalesce(a.name, o.name), currency = coalesce(a.currency, o.currency), csv_layout = coalesce(a.csv_layout, o.csv_layout)
     from bank_account o where a.tenant_id = $1 and a.id = $3 and o.tenant_id = $1 and o.id = $2`,
    both,
  );
  // Both are worked out anew for the account that stays.
  await tx.execute("delete from open_item where tenant_id = $1 and account = $2", [tx.tenantId, from]);
  await tx.execute("delete from bank_coverage where tenant_id = $1 and account = $2", [tx.tenantId, from]);
}

/** What was learnt on both is one pattern, for the ledgers of both. */
async function joinPatterns(tx: TenantTx, from: BankAccountId, into: BankAccountId, by: By): Promise<void> {
  const both = [tx.tenantId, from, into] as const;
  const twice = `p.tenant_id = $1 and p.account = $3 and p.revoked_at is null
    and o.tenant_id = $1 and o.account = $2 and o.revoked_at is null and o.pattern = p.pattern`;
  await tx.execute(
    `update match_pattern p set ledgers = array(select distinct unnest(p.ledgers || o.ledgers) order by 1) from match_pattern o where ${twice}`,
    both,
  );
  await tx.execute(
    `update match_pattern o set revoked_at = to_timestamp($4 / 1000.0), revoked_by = $5 from match_pattern p where ${twice}`,
    [...both, by.nowMs, by.name],
  );
  await tx.execute("update match_pattern set account = $3 where tenant_id = $1 and account = $2", both);
}

/** Rings for everything of an account: each amount of its lines, and of the payouts that go to it. */
export async function markAccountDue(tx: TenantTx, account: BankAccountId): Promise<void> {
  await tx.execute(
    `insert into reconcile_due (tenant_id, scheme, number, amount)
     select $1, f.scheme, f.number, a.amount from (
       select scheme, number from bank_account_number where tenant_id = $1 and account = $2 order by linked_at, scheme, number limit 1) f
     cross join (
       select l.amount from bank_line l where l.tenant_id = $1 and l.account = $2
       union
       select -p.amount from bank_account_number n
         join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme
         where n.tenant_id = $1 and n.account = $2 and p.settled in ('open', 'received')
       union select 0) a
     on conflict do nothing`,
    [tx.tenantId, account],
  );
}

/** The currency of each account that the file has statements of. */
export async function listCurrenciesOf(
  tx: TenantTx,
  file: string,
): Promise<ReadonlyMap<BankAccountId, string>> {
  const rows = await tx.query<{ account: BankAccountId; currency: string }>(
    "select distinct account, currency from bank_statement where tenant_id = $1 and file = $2 order by account",
    [tx.tenantId, file],
  );
  return new Map(rows.map((row) => [row.account, row.currency]));
}
