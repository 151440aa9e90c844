import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid } from "@/lib/core/ids";
import { byCountry } from "@/lib/domain/ledger/moment";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { ProofState, Topic } from "@/lib/domain/ledger/states";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Holding } from "@/lib/store/merchant-figures";
import { kindColumns, totalOf } from "@/lib/store/kind-columns";
import type { KindSums } from "@/lib/store/kind-columns";
import { PROOF_BY_RANK } from "@/lib/store/standing";
import type { TenantTx } from "@/lib/store/tenant";

/** Dates `from` through `to` of one topic of a ledger, in its active copy. */
export type Span = Readonly<{
  ledger: LedgerUid;
  topic: Topic;
  from: LedgerDate;
  to: LedgerDate;
  /** Where its balance is reckoned from: back from the head, or on from the first balance. */
  reckoned: "from-head" | "from-start";
}>;

/** The part of an interval in which a merchant holds a ledger; undefined when there is none. */
export function toSpan(
  holding: Holding,
  topic: Topic,
  interval: Readonly<{ from: LedgerDate; to: LedgerDate }>,
): Span | undefined {
  const from =
    holding.validFrom !== undefined && holding.validFrom > interval.from ? holding.validFrom : interval.from;
  const to = holding.validTo !== undefined && holding.validTo < interval.to ? holding.validTo : interval.to;
  if (from > to) return undefined;
  // Who may see one merchant only sees the dates on which the ledger was that merchant's: it is reckoned from their open end.
  return {
    ledger: holding.ledger,
    topic,
    from,
    to,
    reckoned: holding.validTo === undefined ? "from-head" : "from-start",
  };
}

/** `closing = opening + sums + breaks`, exactly. */
export type SpanSums = Readonly<{
  sums: KindSums;
  breaks: bigint;
  entryCount: number;
  opening: bigint;
  closing: bigint;
}>;

type SumRow = KindSums & {
  n: number;
  breaks: bigint;
  entry_count: bigint;
  outside: bigint;
  head_balance: bigint | null;
  first_balance: bigint | null;
};

/** Sums of each span, in their order. Cost follows dates, not entries. */
export async function sumSpans(tx: TenantTx, spans: readonly Span[]): Promise<SpanSums[]> {
  if (spans.length === 0) return [];
  const rows = await tx.query<SumRow>(
    `select w.n, f.head_balance, f.first_balance, k.*, d.breaks, o.outside
     from unnest($2::int[], $3::uuid[], $4::text[], $5::date[], $6::date[], $7::boolean[]) w(n, ledger, topic, since, until, is_from_head)
     join ledger_topic t on t.tenant_id = $1 and t.ledger = w.ledger and t.topic = w.topic
     join feed f on f.tenant_id = $1 and f.ledger = t.ledger and f.topic = t.topic and f.copy = t.active_copy
     cross join lateral (
       select ${kindColumns("w.topic")}, coalesce(sum(s.count), 0) as entry_count from day_sum s
       where s.tenant_id = $1 and s.ledger = f.ledger and s.topic = f.topic and s.copy = f.copy and s.ledger_date between w.since and w.until) k
     cross join lateral (
       select coalesce(sum(break_amount), 0) as breaks from day
       where tenant_id = $1 and ledger = f.ledger and topic = f.topic and copy = f.copy and ledger_date between w.since and w.until) d
     -- What is after the span, or before it. PostgreSQL knows the day after the last one that we can write.
     cross join lateral (select case when w.is_from_head then w.until + 1 else '-infinity' end as outside_from,
       case when w.is_from_head then 'infinity' else w.since - 1 end as outside_to) b
     cross join lateral (
       select coalesce((select sum(amount) from day_sum
           where tenant_id = $1 and ledger = f.ledger and topic = f.topic and copy = f.copy and ledger_date between b.outside_from and b.outside_to), 0)
         + coalesce((select sum(break_amount) from day
           where tenant_id = $1 and ledger = f.ledger and topic = f.topic and copy = f.copy and ledger_date between b.outside_from and b.outside_to), 0) as outside) o
     order by w.n`,
    [
      tx.tenantId,
      spans.map((_, index) => index),
      spans.map((span) => span.ledger),
      spans.map((span) => span.topic),
      spans.map((span) => span.from),
      spans.map((span) => span.to),
      spans.map((span) => span.reckoned === "from-head"),
    ],
  );
  const byIndex = new Map(rows.map((row) => [row.n, row]));
  return spans.map((span, index) => toSpanSums(span, byIndex.get(index)));
}

function toSpanSums(span: Span, row: SumRow | undefined): SpanSums {
  if (row === undefined) {
    return {
      sums: { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n },
      breaks: 0n,
      entryCount: 0,
      opening: 0n,
      closing: 0n,
    };
  }
  const sums: KindSums = {
    capture: row.capture,
    refund: row.refund,
    fee: row.fee,
    payout: row.payout,
    other: row.other,
  };
  const change = totalOf(sums) + row.breaks;
  const closing =
    span.reckoned === "from-head"
      ? (row.head_balance ?? 0n) - row.outside
      : (row.first_balance ?? 0n) + row.outside + change;
  return {
    sums,
    breaks: row.breaks,
    entryCount: Number(row.entry_count),
    opening: closing - change,
    closing,
  };
}

/** How well the dates of each span are proven; a span that begins before the books do is pending at best. */
export async function proofOfSpans(
  tx: TenantTx,
  spans: readonly Span[],
  moment: Moment,
): Promise<ProofState[]> {
  if (spans.length === 0) return [];
  const key =
    "tenant_id = $1 and ledger = t.ledger and topic = t.topic and copy = t.active_copy and ledger_date between greatest(w.since, l.books_from) and w.until";
  const rows = await tx.query<{ n: number; proof_rank: number }>(
    `select w.n, case
       when exists (select from chain_break where ${key} and acknowledged_at is null) or exists (select from day where ${key} and proof = 'differs') then 2
       when w.since < l.books_from or n.ledger_date is null
         or exists (select from day where ${key} and proof = 'open' and ledger_date <= z.last_over) then 1
       else 0 end as proof_rank
     from unnest($2::int[], $3::uuid[], $4::text[], $5::date[], $6::date[]) w(n, ledger, topic, since, until)
     join ledger l on l.tenant_id = $1 and l.id = w.ledger
     join ledger_topic t on t.tenant_id = $1 and t.ledger = w.ledger and t.topic = w.topic
     join unnest($7::text[], $8::date[]) z(country, last_over) on z.country = l.country
     left join lateral (select ledger_date from day where tenant_id = $1 and ledger = t.ledger and topic = t.topic and copy = t.active_copy
       and ledger_date = least(w.until, z.last_over)) n on true
     order by w.n`,
    [
      tx.tenantId,
      spans.map((_, index) => index),
      spans.map((span) => span.ledger),
      spans.map((span) => span.topic),
      spans.map((span) => span.from),
      spans.map((span) => span.to),
      [...COUNTRIES],
      byCountry(moment.lastOver),
    ],
  );
  const byIndex = new Map(rows.map((row) => [row.n, PROOF_BY_RANK[row.proof_rank] ?? "pending"]));
  return spans.map((_, index) => byIndex.get(index) ?? "pending");
}

/** One date and sales unit of a span. */
export type SpanDay = Readonly<{
  span: number;
  ledgerDate: LedgerDate;
  recipientHandle: string;
  sums: KindSums;
  entryCount: number;
}>;

/** Sums by date and sales unit; breaks, which have no sales unit, beside them. */
export async function listSpanDays(
  tx: TenantTx,
  spans: readonly Span[],
): Promise<
  Readonly<{
    days: readonly SpanDay[];
    breaks: readonly Readonly<{ span: number; ledgerDate: LedgerDate; amount: bigint }>[];
  }>
> {
  if (spans.length === 0) return { days: [], breaks: [] };
  const values = [
    tx.tenantId,
    spans.map((_, index) => index),
    spans.map((span) => span.ledger),
    spans.map((span) => span.topic),
    spans.map((span) => span.from),
    spans.map((span) => span.to),
  ];
  const from = `from unnest($2::int[], $3::uuid[], $4::text[], $5::date[], $6::date[]) w(n, ledger, topic, since, until)
     join ledger_topic t on t.tenant_id = $1 and t.ledger = w.ledger and t.topic = w.topic`;
  const rows = await tx.query<
    KindSums & { n: number; ledger_date: LedgerDate; recipient_handle: string; entry_count: bigint }
  >(
    `select w.n, k.* ${from} cross join lateral (
       select s.ledger_date, s.recipient_handle, ${kindColumns("w.topic")}, sum(s.count) as entry_count from day_sum s
       where s.tenant_id = $1 and s.ledger = t.ledger and s.topic = t.topic and s.copy = t.active_copy and s.ledger_date between w.since and w.until
       group by s.ledger_date, s.recipient_handle having sum(s.count) > 0) k`,
    values,
  );
  const breaks = await tx.query<{ n: number; ledger_date: LedgerDate; amount: bigint }>(
    `select w.n, d.ledger_date, d.break_amount as amount ${from}
     join day d on d.tenant_id = $1 and d.ledger = t.ledger and d.topic = t.topic and d.copy = t.active_copy and d.ledger_date between w.since and w.until
     where d.break_amount <> 0`,
    values,
  );
  return {
    days: rows.map((row) => ({
      span: row.n,
      ledgerDate: row.ledger_date,
      recipientHandle: row.recipient_handle,
      sums: { capture: row.capture, refund: row.refund, fee: row.fee, payout: row.payout, other: row.other },
      entryCount: Number(row.entry_count),
    })),
    breaks: breaks.map((row) => ({ span: row.n, ledgerDate: row.ledger_date, amount: row.amount })),
  };
}
