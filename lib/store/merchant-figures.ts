import type { LedgerDate } from "@/lib/core/ledger-date";
import type { IssueId, LedgerUid, MerchantId, PayoutId } from "@/lib/core/ids";
import type { IssueKind } from "@/lib/domain/issue/kinds";
import { byCountry } from "@/lib/domain/ledger/moment";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import type { PayoutSettled } from "@/lib/domain/payout/status";
import { FOLLOWED } from "@/lib/store/standing";
import { COVERED } from "@/lib/store/payouts-read";
import type { TenantTx } from "@/lib/store/tenant";

/** Figures of a bounded list of merchants, each in one statement that names their ledgers. */

/** The ledgers that these merchants have now: every statement here begins with it. Parameter 2 is the merchants. */
const LEDGERS = `with ours as materialized (
  select lm.merchant, l.id as ledger, l.currency, l.country, t.topic, t.active_copy as copy
  from ledger_merchant lm join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
  join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id
  where lm.tenant_id = $1 and lm.merchant = any($2::uuid[]) and lm.valid_to = 'infinity' and l.status in ${FOLLOWED})`;

export type BalanceRow = Readonly<{
  merchant: MerchantId;
  currency: string;
  balance: bigint;
  at: string | undefined;
}>;

/** Balances of the funds accounts, per currency; `at`: when the slowest head was seen, none while a first sync runs. */
export async function listBalances(tx: TenantTx, merchants: readonly MerchantId[]): Promise<BalanceRow[]> {
  const rows = await tx.query<{ merchant: MerchantId; currency: string; balance: bigint; at: string | null }>(
    `${LEDGERS}
     select o.merchant, o.currency, sum(coalesce(f.head_balance, 0)) as balance,
       case when count(*) = count(f.head_seen_at) then min(f.head_seen_at) end as at
     from ours o join feed f on f.tenant_id = $1 and f.ledger = o.ledger and f.topic = o.topic and f.copy = o.copy
     where o.topic = 'funds' and (f.head_balance is not null or f.head_seen_at is not null)
     group by o.merchant, o.currency order by o.merchant, o.currency`,
    [tx.tenantId, merchants],
  );
  return rows.map((row) => ({ ...row, at: row.at ?? undefined }));
}

export type MonthRow = Readonly<{
  merchant: MerchantId;
  currency: string;
  captures: bigint;
  feesCharged: bigint;
}>;

/** Captures of the funds topic and charges of the fees topic since the first of the month, per currency. */
export async function listMonths(
  tx: TenantTx,
  merchants: readonly MerchantId[],
  monthStart: Readonly<Record<Country, LedgerDate>>,
): Promise<MonthRow[]> {
  const rows = await tx.query<{
    merchant: MerchantId;
    currency: string;
    captures: bigint;
    fees_charged: bigint;
  }>(
    `${LEDGERS}
     select o.merchant, o.currency, coalesce(sum(s.captures), 0) as captures, coalesce(sum(s.charged), 0) as fees_charged
     from ours o join unnest($3::text[], $4::date[]) z(country, month_start) on z.country = o.country
     cross join lateral (
       select sum(amount) filter (where o.topic = 'funds' and entry_type = 'capture') as captures,
         sum(amount) filter (where o.topic = 'fees' and entry_type not in ('fees-retained', 'fees-invoiced')) as charged
       from day_sum where tenant_id = $1 and ledger = o.ledger and topic = o.topic and copy = o.copy and ledger_date >= z.month_start) s
     group by o.merchant, o.currency order by o.merchant, o.currency`,
    [tx.tenantId, merchants, [...COUNTRIES], byCountry(monthStart)],
  );
  return rows.map((row) => ({
    merchant: row.merchant,
    currency: row.currency,
    captures: row.captures,
    feesCharged: row.fees_charged,
  }));
}

export type PayoutFigure = Readonly<{
  merchant: MerchantId;
  id: PayoutId;
  amount: bigint;
  currency: string;
  ledgerDate: LedgerDate;
  settled: PayoutSettled;
  /** Statements that should show it are held. */
  isCovered: boolean;
  country: Country;
}>;

type PayoutRow = {
  merchant: MerchantId;
  id: PayoutId;
  amount: bigint;
  currency: string;
  ledger_date: LedgerDate;
  settled: PayoutSettled;
  is_covered: boolean;
  country: Country;
};

/** The newest payout of each merchant. */
export async function listLastPayouts(
  tx: TenantTx,
  merchants: readonly MerchantId[],
): Promise<PayoutFigure[]> {
  const rows = await tx.query<PayoutRow>(
    `${LEDGERS}
     select distinct on (o.merchant) o.merchant, p.id, p.amount, p.currency, p.ledger_date, p.settled, o.country, p.is_covered
     from ours o cross join lateral (
       select p.id, p.amount, p.currency, p.ledger_date, p.settled, ${COVERED} as is_covered from payout p
       where p.tenant_id = $1 and p.ledger = o.ledger order by p.ledger_date desc, p.id desc limit 1) p
     where o.topic = 'funds' order by o.merchant, p.ledger_date desc, p.id desc`,
    [tx.tenantId, merchants],
  );
  return rows.map(toPayoutFigure);
}

/** The earliest payout of each merchant that is still on its way to the bank. */
export async function listNextPayouts(
  tx: TenantTx,
  merchants: readonly MerchantId[],
  inTransitFrom: Readonly<Record<Country, LedgerDate>>,
): Promise<PayoutFigure[]> {
  const rows = await tx.query<PayoutRow>(
    `${LEDGERS}
     select distinct on (o.merchant) o.merchant, p.id, p.amount, p.currency, p.ledger_date, p.settled, o.country, false as is_covered
     from ours o join unnest($3::text[], $4::date[]) z(country, since) on z.country = o.country
     cross join lateral (
       select id, amount, currency, ledger_date, settled from payout
       where tenant_id = $1 and ledger = o.ledger and ledger_date >= z.since and settled = 'open' order by ledger_date, id limit 1) p
     where o.topic = 'funds' order by o.merchant, p.ledger_date, p.id`,
    [tx.tenantId, merchants, [...COUNTRIES], byCountry(inTransitFrom)],
  );
  return rows.map(toPayoutFigure);
}

export type IssueFigure = Readonly<{
  merchant: MerchantId;
  id: IssueId;
  kind: IssueKind;
  facts: Readonly<Record<string, string>>;
}>;

/** The gravest open issue of each merchant, the oldest of equals; what is put off only where there is nothing else. */
export async function listWorstIssues(
  tx: TenantTx,
  merchants: readonly MerchantId[],
  nowMs: number,
): Promise<IssueFigure[]> {
  return tx.query<{ merchant: MerchantId; id: IssueId; kind: IssueKind; facts: Record<string, string> }>(
    `select distinct on (lm.merchant) lm.merchant, i.id, i.kind, i.facts
     from ledger_merchant lm join issue i on i.tenant_id = lm.tenant_id and i.ledger = lm.ledger and i.resolved_at is null
     where lm.tenant_id = $1 and lm.merchant = any($2::uuid[]) and lm.valid_to = 'infinity'
     order by lm.merchant, coalesce(i.snoozed_until, '-infinity') > to_timestamp($3 / 1000.0), case i.severity when 'critical' then 0 when 'warning' then 1 else 2 end, i.opened_at, i.id`,
    [tx.tenantId, merchants, nowMs],
  );
}

/** A merchant's hold on a ledger: the dates for which the ledger is its own. */
export type Holding = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  currency: string;
  country: Country;
  booksFrom: LedgerDate;
  /** Undefined: since ever, or until further notice. */
  validFrom: LedgerDate | undefined;
  validTo: LedgerDate | undefined;
}>;

/** Every ledger that a merchant has or had, and that is or was followed. */
export async function listHoldings(tx: TenantTx, merchant: MerchantId): Promise<Holding[]> {
  const rows = await tx.query<{
    ledger: LedgerUid;
    ledger_id: string;
    currency: string;
    country: Country;
    books_from: LedgerDate;
    valid_from: string;
    valid_to: string;
  }>(
    `select l.id as ledger, l.ledger_id, l.currency, l.country, l.books_from, lm.valid_from, lm.valid_to
     from ledger_merchant lm join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
     where lm.tenant_id = $1 and lm.merchant = $2 and l.status in ${FOLLOWED} order by l.id, lm.valid_from`,
    [tx.tenantId, merchant],
  );
  return rows.map((row) => ({
    ledger: row.ledger,
    ledgerId: row.ledger_id,
    currency: row.currency,
    country: row.country,
    booksFrom: row.books_from,
    validFrom: row.valid_from === "-infinity" ? undefined : (row.valid_from as LedgerDate),
    validTo: row.valid_to === "infinity" ? undefined : (row.valid_to as LedgerDate),
  }));
}

function toPayoutFigure(row: PayoutRow): PayoutFigure {
  return {
    merchant: row.merchant,
    id: row.id,
    amount: row.amount,
    currency: row.currency,
    ledgerDate: row.ledger_date,
    settled: row.settled,
    isCovered: row.is_covered,
    country: row.country,
  };
}

/** What the fees topic says was charged to a merchant in the interval, per currency. */
export async function sumCharged(
  tx: TenantTx,
  merchant: MerchantId,
  interval: Readonly<{ from: LedgerDate; to: LedgerDate }>,
): Promise<Map<string, bigint>> {
  const rows = await tx.query<{ currency: string; charged: bigint }>(
    `select l.currency, coalesce(sum(s.charged), 0) as charged
     from ledger_merchant lm join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
     join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id and t.topic = 'fees'
     cross join lateral (
       select sum(amount) as charged from day_sum
       where tenant_id = $1 and ledger = t.ledger and topic = 'fees' and copy = t.active_copy
         and ledger_date between greatest(lm.valid_from, $3::date) and least(lm.valid_to, $4::date)
         and entry_type not in ('fees-retained', 'fees-invoiced')) s
     where lm.tenant_id = $1 and lm.merchant = $2 group by l.currency`,
    [tx.tenantId, merchant, interval.from, interval.to],
  );
  return new Map(rows.map((row) => [row.currency, row.charged]));
}
