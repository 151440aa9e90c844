import type { BankAccountId, LedgerUid, MatchId, PayoutId, TenantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { Topic } from "@/lib/domain/ledger/states";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { PayoutSettled } from "@/lib/domain/payout/status";
import type { LearntPattern } from "@/lib/domain/reconciliation/model";
import type { EntryKey } from "@/lib/store/matches";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** What the first payouts of the books carry has been sold this long before, if they are paid out by the month. */
const BEFORE_BOOKS_DAYS = 45;

/** Firms whose accounts are to be matched anew. */
export async function listDueReconciliation(tx: SystemTx, nowMs: number, limit: number): Promise<TenantId[]> {
  const rows = await tx.query<{ tenant_id: TenantId }>(
    "select tenant_id from installation.reconcile_due(to_timestamp($1 / 1000.0), $2)",
    [nowMs, limit],
  );
  return rows.map((row) => row.tenant_id);
}

/** Rings for amounts of an account: they are matched anew by the next run. */
export async function markDue(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
): Promise<void> {
  await tx.execute(
    `insert into reconcile_due (tenant_id, scheme, number, amount)
     select $1, n.scheme, n.number, a.amount from (
       select scheme, number from bank_account_number where tenant_id = $1 and account = $2 order by linked_at, scheme, number limit 1) n
     cross join unnest($3::bigint[]) as a(amount) on conflict do nothing`,
    [tx.tenantId, account, amounts.map(String)],
  );
}

/**
 * Rings for the account that a ledger is paid out to now: what has changed is no payout, which rings by itself. Amounts
 * as the bank shows them; 0 for a change that is of none.
 */
export async function markLedgerDue(
  tx: TenantTx,
  ledger: LedgerUid,
  amounts: readonly bigint[],
): Promise<void> {
  await tx.execute(
    `insert into reconcile_due (tenant_id, scheme, number, amount)
     select distinct $1::uuid, v.payout_scheme, v.payout_id, a.amount from ledger_version v cross join unnest($3::bigint[]) as a(amount)
     where v.tenant_id = $1 and v.ledger = $2 and v.valid_to is null and v.payout_scheme is not null and v.payout_id is not null on conflict do nothing`,
    [tx.tenantId, ledger, amounts.map(String)],
  );
}

/** Numbers that something is due for and that no account has yet: payouts to a new account. */
export async function listDueNumbersWithoutAccount(
  tx: TenantTx,
  limit: number,
): Promise<
  Readonly<{ number: AccountNumber; currency: string | undefined; country: Country | undefined }>[]
> {
  const rows = await tx.query<{
    scheme: string;
    number: string;
    currency: string | null;
    country: Country | null;
  }>(
    `select d.scheme, d.number, p.currency, p.country from (
       select distinct r.scheme, r.number from reconcile_due r where r.tenant_id = $1
         and not exists (select from bank_account_number n where n.tenant_id = $1 and n.scheme = r.scheme and n.number = r.number) limit $2) d
     left join lateral (select p.currency, l.country from payout p join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger
       where p.tenant_id = $1 and p.payout_account = d.number and p.payout_scheme = d.scheme limit 1) p on true
     order by d.scheme, d.number`,
    [tx.tenantId, limit],
  );
  return rows.map((row) => ({
    number: { scheme: row.scheme, id: row.number },
    currency: row.currency ?? undefined,
    country: row.country ?? undefined,
  }));
}

/** Whether anything of the firm is to be matched anew. */
export async function isAnyDue(tx: TenantTx): Promise<boolean> {
  const rows = await tx.query("select from reconcile_due where tenant_id = $1 limit 1", [tx.tenantId]);
  return rows.length > 0;
}

/** Accounts that something is due for, without those named, those that wait longest first. */
export async function listDueAccounts(
  tx: TenantTx,
  limit: number,
  without: readonly BankAccountId[],
): Promise<BankAccountId[]> {
  const rows = await tx.query<{ account: BankAccountId }>(
    `select n.account from reconcile_due r join bank_account_number n on n.tenant_id = r.tenant_id and n.scheme = r.scheme and n.number = r.number
     where r.tenant_id = $1 and n.account <> all($3) group by n.account order by min(r.since), n.account limit $2`,
    [tx.tenantId, limit, without],
  );
  return rows.map((row) => row.account);
}

/** Takes what is due for an account, whose row is held: the amounts to match anew, at most `limit`. */
export async function takeDue(
  tx: TenantTx,
  account: BankAccountId,
  limit: number,
): Promise<readonly bigint[]> {
  const rows = await tx.query<{ amount: bigint }>(
    `delete from reconcile_due d where d.tenant_id = $1 and (d.scheme, d.number, d.amount) in (
       select r.scheme, r.number, r.amount from bank_account_number n join reconcile_due r on r.tenant_id = n.tenant_id and r.scheme = n.scheme and r.number = n.number
       where n.tenant_id = $1 and n.account = $2 order by r.amount limit $3)
     returning d.amount`,
    [tx.tenantId, account, limit],
  );
  return [...new Set(rows.map((row) => row.amount))];
}

/** A settlement entry that a line of the account may answer; signed as the bank shows it. */
export type ItemRow = Readonly<{
  entry: EntryKey;
  entryType: string;
  payout: PayoutId | undefined;
  country: Country;
  currency: string;
  amount: bigint;
  payoutNumber: string | undefined;
  reference: string;
  settled: PayoutSettled;
  merchant: string | undefined;
  /** The match that it is in, and who made it. */
  match: Readonly<{ id: MatchId; maker: "system" | "person"; method: string }> | undefined;
}>;

export type ItemSqlRow = {
  ledger: LedgerUid;
  topic: Topic;
  ledger_date: LedgerDate;
  content: string;
  ordinal: number;
  entry_type: string;
  payout: PayoutId | null;
  country: Country;
  currency: string;
  amount: bigint;
  payout_number: string | null;
  reference: string;
  settled: PayoutSettled;
  merchant: string | null;
  match: MatchId | null;
  maker: "system" | "person" | null;
  method: string | null;
};

export function toItem(row: ItemSqlRow): ItemRow {
  return {
    entry: {
      ledger: row.ledger,
      topic: row.topic,
      ledgerDate: row.ledger_date,
      content: row.content,
      ordinal: row.ordinal,
    },
    entryType: row.entry_type,
    payout: row.payout ?? undefined,
    country: row.country,
    currency: row.currency,
    amount: row.amount,
    payoutNumber: row.payout_number ?? undefined,
    reference: row.reference,
    settled: row.settled,
    merchant: row.merchant ?? undefined,
    match:
      row.match === null || row.maker === null
        ? undefined
        : { id: row.match, maker: row.maker, method: row.method ?? "" },
  };
}

export const PAYOUT_ITEM = `select p.ledger, 'funds' as topic, p.ledger_date, encode(p.content, 'hex') as content, p.ordinal, 'payout-scheduled' as entry_type, p.id as payout,
  l.country, p.currency, -p.amount as amount, p.payout_number, p.reference, p.settled, lm.merchant, m.id as match, m.maker, m.method`;
export const PAYOUT_JOINS = `join ledger l on l.tenant_id = p.tenant_id and l.id = p.ledger
  left join ledger_merchant lm on lm.tenant_id = p.tenant_id and lm.ledger = p.ledger and p.ledger_date between lm.valid_from and lm.valid_to
  left join match_part mp on mp.tenant_id = p.tenant_id and mp.ledger = p.ledger and mp.ledger_date = p.ledger_date and mp.content = p.content
    and mp.ordinal = p.ordinal and mp.topic = 'funds' and mp.kind = 'entry' and mp.is_active
  left join match m on m.tenant_id = mp.tenant_id and m.id = mp.match`;

/**
 * Payouts of the account of these amounts (as the bank shows them), from the start of their books on. One that came
 * back is among them: its money may have been in the account, whether the statement or the news was here first.
 */
export async function listPayoutsOfAmounts(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
): Promise<ItemRow[]> {
  const rows = await tx.query<ItemSqlRow>(
    `${PAYOUT_ITEM} from bank_account_number n cross join unnest($3::bigint[]) as a(amount)
     join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.amount = -a.amount
     ${PAYOUT_JOINS}
     where n.tenant_id = $1 and n.account = $2 and p.settled in ('open', 'received', 'aborted') order by p.ledger_date, p.id`,
    [tx.tenantId, account, amounts.map(String)],
  );
  return rows.map(toItem);
}

/** Which of these amounts (as the bank shows them) payouts of the account have. */
export async function listPayoutAmounts(
  tx: TenantTx,
  account: BankAccountId,
  amounts: readonly bigint[],
): Promise<ReadonlySet<bigint>> {
  const rows = await tx.query<{ amount: bigint }>(
    `select distinct a.amount from bank_account_number n cross join unnest($3::bigint[]) as a(amount)
     join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.amount = -a.amount
     where n.tenant_id = $1 and n.account = $2`,
    [tx.tenantId, account, amounts.map(String)],
  );
  return new Set(rows.map((row) => row.amount));
}

/** The amounts, as the bank shows them, of all open payouts of the account. */
export async function listOpenAmounts(tx: TenantTx, account: BankAccountId): Promise<bigint[]> {
  const rows = await tx.query<{ amount: bigint }>(
    `select distinct -p.amount as amount from bank_account_number n
     join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.settled = 'open'
     where n.tenant_id = $1 and n.account = $2`,
    [tx.tenantId, account],
  );
  return rows.map((row) => row.amount);
}

/** Open payouts of the account from a ledger date on, newest first. */
export async function listOpenPayoutsOf(
  tx: TenantTx,
  account: BankAccountId,
  from: LedgerDate,
  limit: number,
): Promise<ItemRow[]> {
  const rows = await tx.query<ItemSqlRow>(
    `${PAYOUT_ITEM} from bank_account_number n
     join payout p on p.tenant_id = n.tenant_id and p.payout_account = n.number and p.payout_scheme = n.scheme and p.settled = 'open' and p.ledger_date >= $3
     ${PAYOUT_JOINS}
     where n.tenant_id = $1 and n.account = $2 order by p.ledger_date desc, p.id desc limit $4`,
    [tx.tenantId, account, from, limit],
  );
  return rows.map(toItem);
}

/**
 * Digits of every handle that these ledgers have ever had: in what was listed, and in the entries of their books from
 * before they were listed first, which know of handles that were gone by then. Payouts of the first days are older than
 * the books.
 */
export async function listHandles(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
): Promise<ReadonlyMap<LedgerUid, readonly string[]>> {
  const rows = await tx.query<{ ledger: LedgerUid; handles: string[] }>(
    `select x.ledger, array_agg(distinct regexp_replace(x.h, '^[^:]*:', '') order by regexp_replace(x.h, '^[^:]*:', '')) as handles from (
       select v.ledger, y.h from ledger_version v cross join lateral (
         select unnest(v.settles_for) union select u ->> 'recipientHandle' from jsonb_array_elements(v.sales_units) u) y(h)
       where v.tenant_id = $1 and v.ledger = any($2::uuid[])
       union
       select s.ledger, s.recipient_handle from ledger l join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id and t.topic = 'funds'
         join day_sum s on s.tenant_id = l.tenant_id and s.ledger = l.id and s.topic = t.topic and s.copy = t.active_copy and s.ledger_date >= l.books_from - $3::int
           and s.ledger_date <= (select min(f.valid_from)::date + 1 from ledger_version f where f.tenant_id = l.tenant_id and f.ledger = l.id)
       where l.tenant_id = $1 and l.id = any($2::uuid[])) x
     where x.h <> '' group by x.ledger`,
    [tx.tenantId, ledgers, BEFORE_BOOKS_DAYS],
  );
  return new Map(rows.map((row) => [row.ledger, row.handles]));
}

/** The first day of the books of the ledgers that the account serves; undefined when it serves none. */
export async function findBooksFrom(tx: TenantTx, account: BankAccountId): Promise<LedgerDate | undefined> {
  const rows = await tx.query<{ books_from: LedgerDate | null }>(
    `select min(l.books_from) as books_from from bank_account_ledger b join ledger l on l.tenant_id = b.tenant_id and l.id = b.ledger
     where b.tenant_id = $1 and b.account = $2`,
    [tx.tenantId, account],
  );
  return rows[0]?.books_from ?? undefined;
}

/** Patterns of the account's texts that a person has confirmed. */
export async function listPatterns(tx: TenantTx, account: BankAccountId): Promise<LearntPattern[]> {
  const rows = await tx.query<{ id: string; pattern: string; ledgers: string[] }>(
    "select id, pattern, ledgers from match_pattern where tenant_id = $1 and account = $2 and revoked_at is null order by confirmed_at, id",
    [tx.tenantId, account],
  );
  return rows.map((row) => ({ id: row.id, account, pattern: row.pattern, ledgers: row.ledgers }));
}
