import { newId } from "@/lib/core/ids";
import type { BankAccountId, LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { TenantTx } from "@/lib/store/tenant";

/** A bank account of a firm's merchants: one, however many numbers it is written with. */
export type BankAccountRow = Readonly<{
  id: BankAccountId;
  name: string | undefined;
  country: Country;
  currency: string | undefined;
  version: bigint;
  numbers: readonly AccountNumber[];
}>;

type Row = {
  id: BankAccountId;
  name: string | null;
  country: Country;
  currency: string | null;
  version: bigint;
  numbers: AccountNumber[];
};

const SELECT = `select a.id, a.name, a.country, a.currency, a.version,
  (select coalesce(json_agg(json_build_object('scheme', n.scheme, 'id', n.number) order by n.linked_at, n.scheme, n.number), '[]')
   from bank_account_number n where n.tenant_id = a.tenant_id and n.account = a.id) as numbers
  from bank_account a`;

function toAccount(row: Row): BankAccountRow {
  return { ...row, name: row.name ?? undefined, currency: row.currency ?? undefined };
}

export async function findBankAccount(tx: TenantTx, id: BankAccountId): Promise<BankAccountRow | undefined> {
  const rows = await tx.query<Row>(`${SELECT} where a.tenant_id = $1 and a.id = $2`, [tx.tenantId, id]);
  return rows[0] && toAccount(rows[0]);
}

/**
 * Holds the account until the transaction ends, and raises its version: whoever changes its lines or matches does
 * this first. Undefined when there is no such account.
 */
export async function holdBankAccount(tx: TenantTx, id: BankAccountId): Promise<BankAccountRow | undefined> {
  const count = await tx.execute(
    "update bank_account set version = version + 1 where tenant_id = $1 and id = $2",
    [tx.tenantId, id],
  );
  return count === 0 ? undefined : findBankAccount(tx, id);
}

/** Holds the account until the transaction ends: of two people who decide at once, the second sees what the first did. */
export async function lockBankAccount(tx: TenantTx, id: BankAccountId): Promise<void> {
  await tx.query("select from bank_account where tenant_id = $1 and id = $2 for update", [tx.tenantId, id]);
}

/** The account that a number belongs to: as it is written, else by what agreeing numbers have in common. */
export async function findAccountOf(
  tx: TenantTx,
  number: AccountNumber,
  key: string,
): Promise<BankAccountId | undefined> {
  const rows = await tx.query<{ account: BankAccountId }>(
    `select account from bank_account_number where tenant_id = $1 and (scheme = $2 and number = $3 or key = $4)
     order by (scheme = $2 and number = $3) desc, linked_at, account limit 1`,
    [tx.tenantId, number.scheme, number.id, key],
  );
  return rows[0]?.account;
}

/**
 * One at a time per number until the transaction ends: two files of an account that is new must not make two of it,
 * and none may write to an account that is being joined with another.
 */
export async function lockKeys(tx: TenantTx, keys: readonly string[]): Promise<void> {
  for (const key of [...new Set(keys)].toSorted()) {
    await tx.query("select pg_advisory_xact_lock(hashtextextended($1 || ':' || $2, 42))", [tx.tenantId, key]);
  }
}

/** What is known of an account when it is first heard of. */
export type NewAccount = Readonly<{
  number: AccountNumber;
  /** What numbers that agree by themselves have in common. */
  key: string;
  country: Country;
  currency: string | undefined;
  source: "ledger" | "statement" | "person";
  nowMs: number;
}>;

/** The account of a number; made when nobody has heard of it. A new way to write a known number is kept beside it. */
export async function ensureBankAccount(tx: TenantTx, account: NewAccount): Promise<BankAccountId> {
  await lockKeys(tx, [account.key]);
  const known = await findAccountOf(tx, account.number, account.key);
  const id = known ?? (newId<"bank-account">(account.nowMs) as BankAccountId);
  if (known === undefined) {
    await tx.execute(
      `insert into bank_account (tenant_id, id, country, currency, created_at) values ($1, $2, $3, $4, to_timestamp($5 / 1000.0))`,
      [tx.tenantId, id, account.country, account.currency ?? null, account.nowMs],
    );
  } else if (account.currency !== undefined) {
    await tx.execute(
      "update bank_account set currency = $3 where tenant_id = $1 and id = $2 and currency is null",
      [tx.tenantId, id, account.currency],
    );
  }
  await tx.execute(
    `insert into bank_account_number (tenant_id, scheme, number, account, key, source, linked_at)
     values ($1, $2, $3, $4, $5, $6, to_timestamp($7 / 1000.0)) on conflict do nothing`,
    [tx.tenantId, account.number.scheme, account.number.id, id, account.key, account.source, account.nowMs],
  );
  return id;
}

/** Notes which ledgers are paid out to the account: by its numbers, in listings and in payouts. Returns how many were new. */
export async function noteLedgersOfAccount(tx: TenantTx, account: BankAccountId): Promise<number> {
  return tx.execute(
    `insert into bank_account_ledger (tenant_id, account, ledger)
     select distinct $1::uuid, $2::uuid, v.ledger from bank_account_number n
       join ledger_version v on v.tenant_id = n.tenant_id and v.payout_scheme = n.scheme and v.payout_id = n.number
       where n.tenant_id = $1 and n.account = $2
     union
     select distinct $1::uuid, $2::uuid, p.ledger from bank_account_number n
       join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme
       where n.tenant_id = $1 and n.account = $2
     on conflict do nothing`,
    [tx.tenantId, account],
  );
}

export async function renameAccount(
  tx: TenantTx,
  id: BankAccountId,
  name: string | undefined,
): Promise<void> {
  await tx.execute("update bank_account set name = $3 where tenant_id = $1 and id = $2", [
    tx.tenantId,
    id,
    name ?? null,
  ]);
}

/** An account in the list: what it serves, what is covered, and what is left to do. */
export type BankAccountListed = BankAccountRow &
  Readonly<{
    merchants: readonly Readonly<{ id: string; name: string }>[];
    ledgers: readonly LedgerUid[];
    coveredFrom: LedgerDate | undefined;
    coveredThrough: LedgerDate | undefined;
    gaps: number;
    openItems: number;
  }>;

/**
 * Accounts, in the order in which they were first heard of, at most `limit`. An account that was joined with another
 * has no number any more and is left out, as is one of which neither a ledger nor a statement is left.
 */
export async function listBankAccounts(
  tx: TenantTx,
  filter: Readonly<{
    merchant?: string | undefined;
    ids?: readonly string[] | undefined;
    after?: string | undefined;
    limit: number;
  }>,
): Promise<BankAccountListed[]> {
  const rows = await tx.query<
    Row & {
      merchants: { id: string; name: string }[];
      ledgers: LedgerUid[];
      covered_from: LedgerDate | null;
      covered_through: LedgerDate | null;
      gaps: number;
      open_items: number;
    }
  >(
    `select x.*, s.merchants, s.ledgers, c.covered_from, c.covered_through, c.gaps, o.open_items from (
       ${SELECT} where a.tenant_id = $1 and ($2::uuid is null or a.id > $2)
         and ($3::uuid[] is null or a.id = any($3))
         and exists (select from bank_account_number n where n.tenant_id = a.tenant_id and n.account = a.id)
         and (exists (select from bank_account_ledger b where b.tenant_id = a.tenant_id and b.account = a.id)
           or exists (select from bank_statement s where s.tenant_id = a.tenant_id and s.account = a.id)
           or exists (select from bank_account_number n where n.tenant_id = a.tenant_id and n.account = a.id and n.source = 'ledger'))
         and ($4::uuid is null or a.id in (select l.account from ledger_merchant m join bank_account_ledger l on l.tenant_id = m.tenant_id and l.ledger = m.ledger
           where m.tenant_id = $1 and m.merchant = $4))
       order by a.id limit $5) x
     cross join lateral (
       select coalesce(json_agg(distinct jsonb_build_object('id', m.id, 'name', m.name)) filter (where m.id is not null), '[]') as merchants,
         coalesce(array_agg(distinct l.ledger) filter (where l.ledger is not null), '{}') as ledgers
       from bank_account_ledger l
       left join ledger_merchant lm on lm.tenant_id = l.tenant_id and lm.ledger = l.ledger and lm.valid_to = 'infinity'
       left join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
       where l.tenant_id = $1 and l.account = x.id) s
     cross join lateral (
       select min(v.from_date) as covered_from, max(v.to_date) as covered_through, greatest(count(*) - 1, 0)::int as gaps
       from bank_coverage v where v.tenant_id = $1 and v.account = x.id) c
     cross join lateral (
       select count(*)::int as open_items from (select from open_item i where i.tenant_id = $1 and i.account = x.id limit 1000) i) o
     order by x.id`,
    [tx.tenantId, filter.after ?? null, filter.ids ?? null, filter.merchant ?? null, filter.limit],
  );
  return rows.map((row) => ({
    ...toAccount(row),
    merchants: row.merchants,
    ledgers: row.ledgers,
    coveredFrom: row.covered_from ?? undefined,
    coveredThrough: row.covered_through ?? undefined,
    gaps: row.gaps,
    openItems: row.open_items,
  }));
}

/** Dates for which statements are held, joined; with the ledger dates whose payouts would have been seen. */
export type CoverageRow = Readonly<{
  from: LedgerDate;
  to: LedgerDate;
  ledgerFrom: LedgerDate | undefined;
  ledgerThrough: LedgerDate | undefined;
}>;

export async function replaceCoverage(
  tx: TenantTx,
  account: BankAccountId,
  ranges: readonly CoverageRow[],
): Promise<void> {
  await tx.execute("delete from bank_coverage where tenant_id = $1 and account = $2", [tx.tenantId, account]);
  await tx.execute(
    `insert into bank_coverage (tenant_id, account, from_date, to_date, ledger_from, ledger_through)
     select $1, $2, * from unnest($3::date[], $4::date[], $5::date[], $6::date[])`,
    [
      tx.tenantId,
      account,
      ranges.map((range) => range.from),
      ranges.map((range) => range.to),
      ranges.map((range) => range.ledgerFrom ?? null),
      ranges.map((range) => range.ledgerThrough ?? null),
    ],
  );
}

export async function listCoverage(tx: TenantTx, account: BankAccountId): Promise<CoverageRow[]> {
  const rows = await tx.query<{
    from_date: LedgerDate;
    to_date: LedgerDate;
    ledger_from: LedgerDate | null;
    ledger_through: LedgerDate | null;
  }>(
    "select from_date, to_date, ledger_from, ledger_through from bank_coverage where tenant_id = $1 and account = $2 order by from_date",
    [tx.tenantId, account],
  );
  return rows.map((row) => ({
    from: row.from_date,
    to: row.to_date,
    ledgerFrom: row.ledger_from ?? undefined,
    ledgerThrough: row.ledger_through ?? undefined,
  }));
}
