import type { LedgerDate } from "@/lib/core/ledger-date";
import { isPayout, namedEntryTypes } from "@/lib/domain/ledger/kind";
import type { Topic } from "@/lib/domain/ledger/states";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/store/tenant";
import { bounded, checkedOf, COPY, WITHIN } from "@/lib/store/verify";
import type { Checked, Damage } from "@/lib/store/verify";

/** What is folded from entries: sums, days, and what payouts have carried of them. */

export function payoutTypes(topic: Topic): string[] {
  return namedEntryTypes(topic).filter((entryType) => isPayout(topic, entryType));
}

/**
 * The rule of `payout_cover` as tables ($7: the types of payouts). `p`: payouts in feed order; `d`: for entries
 * of a date that stand behind the n-th payout and before the next, the payout that carries them, if any.
 */
export const CARRYING = `p as materialized (
    select row_number() over (order by sequence) as n, sequence, ledger_date, amount, content, ordinal from entry where ${COPY} and entry_type = any($7::text[])),
  e as (
    select ledger_date, recipient_handle, entry_type, amount, entry_type = any($7::text[]) as is_payout,
      count(*) filter (where entry_type = any($7::text[])) over (order by sequence rows between unbounded preceding and current row) as passed
    from entry where ${COPY}),
  g as materialized (
    select passed, ledger_date, recipient_handle, entry_type, sum(amount) as amount, count(*) as count from e where not is_payout
    group by passed, ledger_date, recipient_handle, entry_type),
  d as materialized (
    select x.passed, x.ledger_date, (select min(p.n) from p where p.n > x.passed and p.ledger_date >= x.ledger_date) as n
    from (select distinct passed, ledger_date from g) x),
  b as materialized (
    select k.ledger_date, k.amount, (select min(p.n) from p where p.sequence >= k.sequence and p.ledger_date >= k.ledger_date) as n
    from chain_break k where ${COPY})`;

type SumRow = {
  ledger_date: LedgerDate;
  recipient_handle: string;
  entry_type: string;
  held_amount: bigint;
  held_count: bigint;
  amount: bigint;
  count: bigint;
};

/** The sums by date, handle and type are those of the entries. */
export async function checkDaySums(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<SumRow>(
    `select ledger_date, recipient_handle, entry_type, coalesce(s.amount, 0) as held_amount, coalesce(s.count, 0) as held_count,
       coalesce(g.amount, 0) as amount, coalesce(g.count, 0) as count
     from (select ledger_date, recipient_handle, entry_type, amount, count from day_sum where ${COPY} and ${WITHIN}) s
     full join (select ledger_date, recipient_handle, entry_type, sum(amount) as amount, count(*) as count from entry
       where ${COPY} and ${WITHIN} group by ledger_date, recipient_handle, entry_type) g using (ledger_date, recipient_handle, entry_type)
     where coalesce(s.amount, 0) <> coalesce(g.amount, 0) or coalesce(s.count, 0) <> coalesce(g.count, 0)
     order by ledger_date, recipient_handle, entry_type`,
    checkedOf(tx, of),
  );
  return bounded(
    rows.map((row) => ({ kind: "day-sum-differs", ledgerDate: row.ledger_date, detail: sumDetail(row) })),
  );
}

function sumDetail(row: SumRow): string {
  const handle = row.recipient_handle === "" ? "" : ` of ${row.recipient_handle}`;
  return (
    `${row.entry_type}${handle}: the sum says ${String(row.held_amount)} over ${String(row.held_count)} entries, ` +
    `the entries make ${String(row.amount)} over ${String(row.count)}`
  );
}

/** Days count their entries and breaks, and know the first and last of them. */
export async function checkDays(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    held_count: bigint;
    count: bigint;
    held_break: bigint;
    break_amount: bigint;
    held_span: string;
    span: string;
  }>(
    `select * from (
       select ledger_date, coalesce(d.entry_count, 0) as held_count, coalesce(g.count, 0) as count,
         coalesce(d.break_amount, 0) as held_break, coalesce(k.amount, 0) as break_amount,
         coalesce(d.first_sequence || ' to ' || d.last_sequence, 'none') as held_span, coalesce(g.first || ' to ' || g.last, 'none') as span
       from (select ledger_date, entry_count, break_amount, first_sequence, last_sequence from day where ${COPY} and ${WITHIN}) d
       full join (select ledger_date, count(*) as count, min(sequence) as first, max(sequence) as last from entry
         where ${COPY} and ${WITHIN} group by ledger_date) g using (ledger_date)
       full join (select ledger_date, sum(amount) as amount from chain_break where ${COPY} and ${WITHIN} group by ledger_date) k using (ledger_date)) x
     where held_count <> count or held_break <> break_amount or held_span <> span order by ledger_date`,
    checkedOf(tx, of),
  );
  return bounded(
    rows.map((row) => ({
      kind: "day-differs",
      ledgerDate: row.ledger_date,
      detail:
        `the day has ${String(row.held_count)} entries (${row.held_span}) and breaks of ${String(row.held_break)}, ` +
        `the copy ${String(row.count)} (${row.span}) and ${String(row.break_amount)}`,
    })),
  );
}

/** Carried sums are what the payouts of the copy carry, by the rule of `payout_cover`. */
export async function checkCarried(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const parameters = [...checkedOf(tx, of), payoutTypes(of.topic)];
  const sums = await tx.query<SumRow>(
    `with ${CARRYING},
     c as (
       select ledger_date, recipient_handle, entry_type, sum(amount) as amount, sum(count) as count from (
         select g.ledger_date, g.recipient_handle, g.entry_type, g.amount, g.count from g join d using (passed, ledger_date) where d.n is not null
         union all select ledger_date, recipient_handle, entry_type, amount, 1 from e where is_payout) x
       group by ledger_date, recipient_handle, entry_type)
     select ledger_date, recipient_handle, entry_type, coalesce(s.carried_amount, 0) as held_amount, coalesce(s.carried_count, 0) as held_count,
       coalesce(c.amount, 0) as amount, coalesce(c.count, 0) as count
     from (select ledger_date, recipient_handle, entry_type, carried_amount, carried_count from day_sum where ${COPY}) s
     full join c using (ledger_date, recipient_handle, entry_type)
     where ${WITHIN} and (coalesce(s.carried_amount, 0) <> coalesce(c.amount, 0) or coalesce(s.carried_count, 0) <> coalesce(c.count, 0))
     order by ledger_date, recipient_handle, entry_type`,
    parameters,
  );
  const breaks = await tx.query<{ ledger_date: LedgerDate; held: bigint; amount: bigint }>(
    `with ${CARRYING}, c as (select ledger_date, sum(amount) as amount from b where n is not null group by ledger_date)
     select ledger_date, coalesce(y.carried_break, 0) as held, coalesce(c.amount, 0) as amount
     from (select ledger_date, carried_break from day where ${COPY}) y full join c using (ledger_date)
     where ${WITHIN} and coalesce(y.carried_break, 0) <> coalesce(c.amount, 0) order by ledger_date`,
    parameters,
  );
  return [
    ...bounded(
      sums.map((row) => ({
        kind: "carried-differs",
        ledgerDate: row.ledger_date,
        detail: `carried by payouts, ${sumDetail(row)}`,
      })),
    ),
    ...bounded(
      breaks.map((row) => ({
        kind: "carried-differs",
        ledgerDate: row.ledger_date,
        detail: `breaks carried by payouts: the day says ${String(row.held)}, the payouts make ${String(row.amount)}`,
      })),
    ),
  ];
}

/** From the start of the books on: breaks that nobody has acknowledged, and dates that differ from their reports. */
export async function listDoubts(tx: TenantTx, of: Checked, booksFrom: LedgerDate): Promise<Damage[]> {
  const breaks = await tx.query<{
    ledger_date: LedgerDate;
    sequence: bigint;
    expected: bigint;
    found: bigint;
  }>(
    `select ledger_date, sequence, expected, found from chain_break
     where ${COPY} and ${WITHIN} and ledger_date >= $7 and acknowledged_at is null order by sequence`,
    [...checkedOf(tx, of), booksFrom],
  );
  const dates = await tx.query<{ ledger_date: LedgerDate; compared_at: string }>(
    `select ledger_date, compared_at from day where ${COPY} and ${WITHIN} and ledger_date >= $7 and proof = 'differs' order by ledger_date`,
    [...checkedOf(tx, of), booksFrom],
  );
  return [
    ...bounded(
      breaks.map((row) => ({
        kind: "break-unacknowledged",
        ledgerDate: row.ledger_date,
        detail: `entry ${String(row.sequence)} leads to ${String(row.expected)} and states ${String(row.found)}; nobody has acknowledged it`,
      })),
    ),
    ...bounded(
      dates.map((row) => ({
        kind: "report-differs",
        ledgerDate: row.ledger_date,
        detail: `the copy differed from the report by date of ${row.compared_at.slice(0, 16)}Z`,
      })),
    ),
  ];
}

/** A ledger date verified on both topics. `off` is what the fees retained do not cancel by; 0 when they do. */
export type TiedDate = Readonly<{ ledgerDate: LedgerDate; funds: bigint; fees: bigint }>;

/** Ledger dates that are verified on both topics and whose retained fees do not cancel (DESIGN §6, 4). */
export async function listUntiedDates(
  tx: TenantTx,
  ledger: LedgerUid,
  of: Readonly<{ copies: Readonly<Record<Topic, CopyId>>; from: LedgerDate; to?: LedgerDate | undefined }>,
): Promise<TiedDate[]> {
  const rows = await tx.query<{ ledger_date: LedgerDate; funds: bigint; fees: bigint }>(
    `with v as (
       select f.ledger_date from day f join day c on c.tenant_id = f.tenant_id and c.ledger = f.ledger and c.topic = 'fees' and c.copy = $4 and c.ledger_date = f.ledger_date
       where f.tenant_id = $1 and f.ledger = $2 and f.topic = 'funds' and f.copy = $3 and f.proof = 'verified' and c.proof = 'verified'
         and f.ledger_date between $5 and coalesce($6::date, 'infinity')),
     s as (
       select ledger_date, coalesce(sum(amount) filter (where topic = 'funds'), 0) as funds, coalesce(sum(amount) filter (where topic = 'fees'), 0) as fees
       from day_sum where tenant_id = $1 and ledger = $2 and entry_type = 'fees-retained'
         and ((topic = 'funds' and copy = $3) or (topic = 'fees' and copy = $4)) group by ledger_date)
     select ledger_date, funds, fees from v join s using (ledger_date) where funds + fees <> 0 order by ledger_date`,
    [tx.tenantId, ledger, of.copies.funds, of.copies.fees, of.from, of.to ?? null],
  );
  return rows.map((row) => ({ ledgerDate: row.ledger_date, funds: row.funds, fees: row.fees }));
}

/** Ledger dates with an open issue about retained fees. */
export async function listOpenTieOuts(tx: TenantTx, ledger: LedgerUid): Promise<string[]> {
  const rows = await tx.query<{ subject_id: string }>(
    "select subject_id from issue where tenant_id = $1 and ledger = $2 and kind = 'fees-tie-out' and resolved_at is null",
    [tx.tenantId, ledger],
  );
  return rows.map((row) => row.subject_id);
}

/** True when a person has acknowledged this very difference of a date: it is not raised again. */
export async function isTieOutAcknowledged(
  tx: TenantTx,
  subjectId: string,
  amount: string,
): Promise<boolean> {
  const rows = await tx.query(
    `select from issue where tenant_id = $1 and kind = 'fees-tie-out' and subject_id = $2 and resolved_at is not null
       and reason is not null and facts ->> 'amount' = $3 limit 1`,
    [tx.tenantId, subjectId, amount],
  );
  return rows.length > 0;
}
