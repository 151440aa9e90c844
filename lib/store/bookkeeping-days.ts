import type { LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { DaySum } from "@/lib/domain/bookkeeping/voucher";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { DayProof, Topic } from "@/lib/domain/ledger/states";
import type { TenantTx } from "@/lib/store/tenant";

/** One topic's side of a ledger date. */
export type TopicDay = Readonly<{
  topic: Topic;
  ledgerDate: LedgerDate;
  breaks: bigint;
  proof: DayProof;
  hasOpenBreak: boolean;
}>;

/** Ledger dates of a ledger with what both topics moved on them, in their active copies. */
export type BookkeepingDays = Readonly<{
  dates: readonly LedgerDate[];
  /** There are more dates after these. */
  hasMore: boolean;
  sums: readonly DaySum[];
  days: readonly TopicDay[];
}>;

/**
 * The dates of a ledger, from a date through another, that have entries on either topic, oldest first, with their
 * sums by sales unit and type. Cost follows dates, not entries.
 */
export async function listBookkeepingDays(
  tx: TenantTx,
  ledger: LedgerUid,
  filter: Readonly<{ from: LedgerDate; to: LedgerDate; limit: number }>,
): Promise<BookkeepingDays> {
  const found = await tx.query<{ ledger_date: LedgerDate }>(
    `select distinct d.ledger_date from ledger_topic t cross join lateral (
       select ledger_date from day where tenant_id = $1 and ledger = $2 and topic = t.topic and copy = t.active_copy
         and ledger_date between $3::date and $4::date and entry_count > 0 order by ledger_date limit $5) d
     where t.tenant_id = $1 and t.ledger = $2 order by 1 limit $5`,
    [tx.tenantId, ledger, filter.from, filter.to, filter.limit + 1],
  );
  const dates = found.slice(0, filter.limit).map((row) => row.ledger_date);
  const none = { dates, hasMore: false, sums: [], days: [] };
  if (dates.length === 0) return none;
  const sums = await tx.query<{
    topic: Topic;
    ledger_date: LedgerDate;
    recipient_handle: string;
    entry_type: string;
    amount: bigint;
    count: bigint;
  }>(
    `select s.topic, s.ledger_date, s.recipient_handle, s.entry_type, s.amount, s.count
     from ledger_topic t join day_sum s on s.tenant_id = $1 and s.ledger = $2 and s.topic = t.topic and s.copy = t.active_copy
     where t.tenant_id = $1 and t.ledger = $2 and s.ledger_date = any($3::date[]) and s.count > 0
     order by s.ledger_date, s.topic, s.recipient_handle, s.entry_type`,
    [tx.tenantId, ledger, dates],
  );
  const days = await tx.query<{
    topic: Topic;
    ledger_date: LedgerDate;
    breaks: bigint;
    proof: DayProof;
    has_open_break: boolean;
  }>(
    `select d.topic, d.ledger_date, d.break_amount as breaks, d.proof,
       exists (select from chain_break b where b.tenant_id = $1 and b.ledger = $2 and b.topic = d.topic and b.copy = d.copy
         and b.ledger_date = d.ledger_date and b.acknowledged_at is null) as has_open_break
     from ledger_topic t join day d on d.tenant_id = $1 and d.ledger = $2 and d.topic = t.topic and d.copy = t.active_copy
     where t.tenant_id = $1 and t.ledger = $2 and d.ledger_date = any($3::date[])`,
    [tx.tenantId, ledger, dates],
  );
  return {
    dates,
    hasMore: found.length > filter.limit,
    sums: sums.map((row) => ({
      topic: row.topic,
      ledgerDate: row.ledger_date,
      recipientHandle: row.recipient_handle,
      entryType: row.entry_type,
      amount: row.amount,
      count: Number(row.count),
    })),
    days: days.map((row) => ({
      topic: row.topic,
      ledgerDate: row.ledger_date,
      breaks: row.breaks,
      proof: row.proof,
      hasOpenBreak: row.has_open_break,
    })),
  };
}

/** A date of both topics: the side of a topic that has no row is open, without a break. */
export function bothTopics(days: readonly TopicDay[], ledgerDate: LedgerDate): readonly TopicDay[] {
  return TOPICS.map(
    (topic) =>
      days.find((day) => day.topic === topic && day.ledgerDate === ledgerDate) ?? {
        topic,
        ledgerDate,
        breaks: 0n,
        proof: "open",
        hasOpenBreak: false,
      },
  );
}
