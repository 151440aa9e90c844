import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";
import { byCountry } from "@/lib/domain/ledger/moment";
import type { TenantTx } from "@/lib/store/tenant";

/** What a sales unit captured, and what the fees topic charged for it, in a calendar month. */
export type RateSums = Readonly<{
  merchant: MerchantId;
  merchantName: string;
  currency: string;
  country: Country;
  recipientHandle: string;
  month: string;
  captures: bigint;
  captureCount: number;
  captureFees: bigint;
}>;

/** Captures and capture fees by merchant, sales unit and month: a fold over sums by date. At most `limit` rows. */
export async function listRateSums(
  tx: TenantTx,
  filter: Readonly<{
    merchant: MerchantId | undefined;
    from: LedgerDate;
    to: LedgerDate;
    limit: number;
  }>,
): Promise<RateSums[]> {
  const rows = await tx.query<{
    merchant: MerchantId;
    name: string;
    currency: string;
    country: Country;
    recipient_handle: string;
    month: string;
    captures: bigint;
    capture_count: bigint;
    capture_fees: bigint;
  }>(
    `with ours as materialized (
       select l.id as ledger, l.currency, l.country, t.topic, t.active_copy as copy, m.id as merchant, m.name,
         greatest(lm.valid_from, $3::date) as since, least(lm.valid_to, $4::date) as until
       from ledger_merchant lm join merchant m on m.tenant_id = lm.tenant_id and m.id = lm.merchant
       join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
       join ledger_topic t on t.tenant_id = l.tenant_id and t.ledger = l.id
       where lm.tenant_id = $1 and ($2::uuid is null or lm.merchant = $2::uuid) and lm.valid_from <= $4::date and lm.valid_to >= $3::date)
     select o.merchant, min(o.name) as name, o.currency, min(o.country) as country, s.recipient_handle, s.month,
       coalesce(sum(s.amount) filter (where o.topic = 'funds'), 0) as captures,
       coalesce(sum(s.count) filter (where o.topic = 'funds'), 0) as capture_count,
       coalesce(sum(s.amount) filter (where o.topic = 'fees'), 0) as capture_fees
     from ours o cross join lateral (
       select recipient_handle, to_char(ledger_date, 'YYYY-MM') as month, amount, count from day_sum
       where tenant_id = $1 and ledger = o.ledger and topic = o.topic and copy = o.copy and ledger_date between o.since and o.until
         and entry_type = case o.topic when 'funds' then 'capture' else 'capture-fee' end and recipient_handle <> '' offset 0) s
     group by o.merchant, o.currency, s.recipient_handle, s.month
     order by min(o.name), o.merchant, o.currency, s.recipient_handle, s.month limit $5`,
    [tx.tenantId, filter.merchant ?? null, filter.from, filter.to, filter.limit],
  );
  return rows.map((row) => ({
    merchant: row.merchant,
    merchantName: row.name,
    currency: row.currency,
    country: row.country,
    recipientHandle: row.recipient_handle,
    month: row.month,
    captures: row.captures,
    captureCount: Number(row.capture_count),
    captureFees: row.capture_fees,
  }));
}

/** A ledger whose fees are paired, and the dates of it. */
export type PairedLedger = Readonly<{
  ledger: LedgerUid;
  ledgerId: string;
  currency: string;
  from: LedgerDate;
  to: LedgerDate;
}>;

/** The merchant's ledgers with the dates on which it had them, from the date on which fees can be paired. */
export async function listPairedLedgers(
  tx: TenantTx,
  merchant: MerchantId,
  dates: Readonly<{ from: LedgerDate; to: LedgerDate; pairedFrom: Readonly<Record<Country, LedgerDate>> }>,
): Promise<PairedLedger[]> {
  const rows = await tx.query<{
    ledger: LedgerUid;
    ledger_id: string;
    currency: string;
    since: LedgerDate;
    until: LedgerDate;
  }>(
    `select l.id as ledger, l.ledger_id, l.currency, greatest(lm.valid_from, $3::date, z.paired_from) as since, least(lm.valid_to, $4::date) as until
     from ledger_merchant lm join ledger l on l.tenant_id = lm.tenant_id and l.id = lm.ledger
     join unnest($5::text[], $6::date[]) z(country, paired_from) on z.country = l.country
     where lm.tenant_id = $1 and lm.merchant = $2 and greatest(lm.valid_from, $3::date, z.paired_from) <= least(lm.valid_to, $4::date)
     order by l.id, lm.valid_from`,
    [tx.tenantId, merchant, dates.from, dates.to, [...COUNTRIES], byCountry(dates.pairedFrom)],
  );
  return rows.map((row) => ({
    ledger: row.ledger,
    ledgerId: row.ledger_id,
    currency: row.currency,
    from: row.since,
    to: row.until,
  }));
}

/** A capture fee, and the ledger date of its capture on one of the merchant's ledgers. */
export type FeeRow = Readonly<{
  sequence: number;
  ledgerDate: LedgerDate;
  pspReference: string;
  reference: string;
  recipientHandle: string;
  amount: bigint;
  captureDate: LedgerDate | undefined;
}>;

/**
 * Capture fees of a ledger's dates in feed order, at most `limit` after a sequence, each with the capture that has
 * its pspReference on one of `ledgers`. One look at the index of pspReferences a fee; how much is read is bounded
 * by the limit, not by the history.
 */
export async function listFeePairs(
  tx: TenantTx,
  of: PairedLedger,
  page: Readonly<{ ledgers: readonly LedgerUid[]; after: number; limit: number }>,
): Promise<FeeRow[]> {
  const rows = await tx.query<{
    sequence: bigint;
    ledger_date: LedgerDate;
    psp_reference: string;
    reference: string;
    recipient_handle: string;
    amount: bigint;
    capture_date: LedgerDate | null;
  }>(
    `with t as materialized (
       select active_copy as copy from ledger_topic where tenant_id = $1 and ledger = $2 and topic = 'fees'
     ), span as materialized (
       select min(first_sequence) as first, max(last_sequence) as last from day
       where tenant_id = $1 and ledger = $2 and topic = 'fees' and copy = (select copy from t) and ledger_date between $3::date and $4::date
     ), fees as materialized (
       select e.sequence, e.ledger_date, e.psp_reference, e.reference, e.recipient_handle, e.amount from entry e
       where e.tenant_id = $1 and e.ledger = $2 and e.topic = 'fees' and e.copy = (select copy from t)
         and e.sequence > $5::bigint and e.sequence >= (select first from span) and e.sequence <= (select last from span)
         and e.ledger_date + 0 between $3::date and $4::date and e.entry_type = 'capture-fee'
       order by e.sequence limit $6
     ), ours as materialized (
       select ledger, active_copy as copy from ledger_topic where tenant_id = $1 and ledger = any($7::uuid[]) and topic = 'funds'
     )
     select f.*, c.ledger_date as capture_date from fees f left join lateral (
       select e.ledger_date from entry e join ours o on o.ledger = e.ledger and o.copy = e.copy
       where e.tenant_id = $1 and e.psp_reference = f.psp_reference and f.psp_reference <> '' and e.ledger = any($7::uuid[])
         and e.topic = 'funds' and e.entry_type = 'capture' order by e.ledger_date limit 1) c on true
     order by f.sequence`,
    [tx.tenantId, of.ledger, of.from, of.to, page.after, page.limit, page.ledgers],
  );
  return rows.map((row) => ({
    sequence: Number(row.sequence),
    ledgerDate: row.ledger_date,
    pspReference: row.psp_reference,
    reference: row.reference,
    recipientHandle: row.recipient_handle,
    amount: row.amount,
    captureDate: row.capture_date ?? undefined,
  }));
}
