import type { LedgerDate } from "@/lib/core/ledger-date";
import { createParameters } from "@/lib/store/parameters";
import { typeCondition } from "@/lib/store/entry-filter";
import type { EntryFilter } from "@/lib/store/entry-filter";
import type { FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** A date that has what is wanted, and where its entries stand. */
export type WantedDay = Readonly<{ ledgerDate: LedgerDate; firstSequence: number; lastSequence: number }>;

/**
 * Dates that have entries as wanted, enough for one page: from the sums by date, never from entries. `bound` is
 * where the first date that was not taken begins: only entries before it are in order yet.
 */
export async function listWantedDays(
  tx: TenantTx,
  key: FeedKey,
  filter: EntryFilter,
): Promise<Readonly<{ days: readonly WantedDay[]; bound: number | undefined }>> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const conditions = ["s.count > 0"];
  if (filter.from !== undefined) conditions.push(`s.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`s.ledger_date <= ${parameters.add(filter.to)}::date`);
  if (filter.recipientHandle !== undefined)
    conditions.push(`s.recipient_handle = ${parameters.add(filter.recipientHandle)}`);
  for (const of of filter.types ?? []) conditions.push(typeCondition("s.entry_type", parameters, of));
  const isUp = filter.order === "oldest";
  // A date that has its end on this side of the page's begin is done with.
  const after =
    filter.after === undefined
      ? "true"
      : isUp
        ? `d.last_sequence > ${parameters.add(filter.after)}::bigint`
        : `d.first_sequence < ${parameters.add(filter.after)}::bigint`;
  const begins = isUp ? "d.first_sequence" : "d.last_sequence";
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    first_sequence: bigint;
    last_sequence: bigint;
    count: bigint;
  }>(
    `with s as materialized (
       select s.ledger_date, sum(s.count) as count from day_sum s
       where s.tenant_id = $1 and s.ledger = $2 and s.topic = $3 and s.copy = $4 and ${conditions.join(" and ")} group by s.ledger_date
     )
     select d.ledger_date, d.first_sequence, d.last_sequence, s.count
     from s join day d on d.tenant_id = $1 and d.ledger = $2 and d.topic = $3 and d.copy = $4 and d.ledger_date = s.ledger_date
     where ${after} order by ${begins} ${isUp ? "asc" : "desc"} limit ${parameters.add(filter.limit + DAYS_BEFORE_MAX)}`,
    parameters.values,
  );
  return takeEnough(rows, filter);
}

/** Dates whose entries may stand on both sides of a page's begin: late entries make it more than one. */
const DAYS_BEFORE_MAX = 50;

function takeEnough(
  rows: readonly Readonly<{
    ledger_date: LedgerDate;
    first_sequence: bigint;
    last_sequence: bigint;
    count: bigint;
  }>[],
  filter: EntryFilter,
): Readonly<{ days: readonly WantedDay[]; bound: number | undefined }> {
  const isUp = filter.order === "oldest";
  const days: WantedDay[] = [];
  let sure = 0;
  for (const row of rows) {
    const day = {
      ledgerDate: row.ledger_date,
      firstSequence: Number(row.first_sequence),
      lastSequence: Number(row.last_sequence),
    };
    const begin = isUp ? day.firstSequence : day.lastSequence;
    if (sure > filter.limit) return { days, bound: begin };
    days.push(day);
    const isWhole = filter.after === undefined || (isUp ? begin > filter.after : begin < filter.after);
    if (isWhole) sure += Number(row.count);
  }
  // The statement's own limit cut the list: what begins where the last date does is not known to be whole.
  const last = days.at(-1);
  if (rows.length === filter.limit + DAYS_BEFORE_MAX && last !== undefined) {
    return { days: days.slice(0, -1), bound: isUp ? last.firstSequence : last.lastSequence };
  }
  return { days, bound: undefined };
}
