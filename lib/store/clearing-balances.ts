import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { TenantTx } from "@/lib/store/tenant";

/** A balance of the clearing account that somebody has entered, and what stands around it on our side. */
export type EnteredBalance = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  currency: string;
  ledgerDate: LedgerDate;
  balance: bigint;
  enteredAt: string;
  enteredBy: string;
  /** The merchant had the ledger until a date: its balances are reckoned from the start. */
  isHeld: boolean;
  /** Dates of the books through the entered one that are in doubt, and that are not compared yet. */
  daysInDoubt: number;
  daysOpen: number;
  /** Payouts through that date that are not known to be in the bank. */
  openPayouts: number;
  openPayoutAmount: bigint;
}>;

/** Entered balances of a merchant's ledgers, newest date first; one more than the limit if there is one. */
export async function listEnteredBalances(
  tx: TenantTx,
  merchant: MerchantId,
  page: Readonly<{
    after?: Readonly<{ ledgerDate: LedgerDate; ledger: string }> | undefined;
    /** Just this one. */
    only?: Readonly<{ ledgerDate: LedgerDate; ledger: string }> | undefined;
    limit: number;
  }>,
): Promise<EnteredBalance[]> {
  const ofDay =
    "d.tenant_id = $1 and d.ledger = c.ledger and d.topic = 'funds' and d.copy = t.active_copy and d.ledger_date between l.books_from and c.ledger_date";
  const rows = await tx.query<{
    ledger: LedgerUid;
    ledger_id: string;
    currency: string;
    ledger_date: LedgerDate;
    balance: bigint;
    entered_at: string;
    entered_by: string;
    is_held: boolean;
    days_in_doubt: bigint;
    days_open: bigint;
    open_payouts: bigint;
    open_amount: bigint;
  }>(
    `with page as materialized (
       select c.ledger, c.ledger_date, c.balance, c.entered_at, c.entered_by, lm.valid_to = 'infinity' as is_held
       from ledger_merchant lm join clearing_balance c on c.tenant_id = lm.tenant_id and c.ledger = lm.ledger and c.ledger_date between lm.valid_from and lm.valid_to
       where lm.tenant_id = $1 and lm.merchant = $2 and ($3::date is null or (c.ledger_date, c.ledger) < ($3::date, $4::uuid))
         and ($6::date is null or (c.ledger_date, c.ledger) = ($6::date, $7::uuid))
       order by c.ledger_date desc, c.ledger desc limit $5)
     select c.*, l.ledger_id, l.currency, n.*, p.*
     from page c join ledger l on l.tenant_id = $1 and l.id = c.ledger
     join ledger_topic t on t.tenant_id = $1 and t.ledger = c.ledger and t.topic = 'funds'
     cross join lateral (
       select (select count(*) from day d where ${ofDay} and (d.proof = 'differs' or exists (
           select from chain_break b where b.tenant_id = $1 and b.ledger = d.ledger and b.topic = 'funds' and b.copy = d.copy
             and b.ledger_date = d.ledger_date and b.acknowledged_at is null))) as days_in_doubt,
         (select count(*) from day d where ${ofDay} and d.proof = 'open') as days_open) n
     cross join lateral (
       select count(*) as open_payouts, coalesce(-sum(amount), 0) as open_amount from payout
       where tenant_id = $1 and ledger = c.ledger and ledger_date <= c.ledger_date and settled = 'open') p
     order by c.ledger_date desc, c.ledger desc`,
    [
      tx.tenantId,
      merchant,
      page.after?.ledgerDate ?? null,
      page.after?.ledger ?? null,
      page.limit + 1,
      page.only?.ledgerDate ?? null,
      page.only?.ledger ?? null,
    ],
  );
  return rows.map((row) => ({
    ledger: row.ledger,
    ledgerId: row.ledger_id,
    currency: row.currency,
    ledgerDate: row.ledger_date,
    balance: row.balance,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
    isHeld: row.is_held,
    daysInDoubt: Number(row.days_in_doubt),
    daysOpen: Number(row.days_open),
    openPayouts: Number(row.open_payouts),
    openPayoutAmount: row.open_amount,
  }));
}

/** Enters a balance; one of the same date is replaced. Returns the balance that stood there before. */
export async function putClearingBalance(
  tx: TenantTx,
  of: Readonly<{ ledger: LedgerUid; ledgerDate: LedgerDate; balance: bigint; by: string; nowMs: number }>,
): Promise<bigint | undefined> {
  const rows = await tx.query<{ balance: bigint }>(
    "select balance from clearing_balance where tenant_id = $1 and ledger = $2 and ledger_date = $3 for update",
    [tx.tenantId, of.ledger, of.ledgerDate],
  );
  await tx.execute(
    `insert into clearing_balance (tenant_id, ledger, ledger_date, balance, entered_at, entered_by)
     values ($1, $2, $3, $4, to_timestamp($5 / 1000.0), $6)
     on conflict (tenant_id, ledger, ledger_date) do update set balance = excluded.balance, entered_at = excluded.entered_at, entered_by = excluded.entered_by`,
    [tx.tenantId, of.ledger, of.ledgerDate, of.balance, of.nowMs, of.by],
  );
  return rows[0]?.balance;
}
