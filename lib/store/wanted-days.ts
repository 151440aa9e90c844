import type { LedgerDate } from "@/lib/core/ledger-date";
import { createParameters } from "@/lib/store/parameters";
import { typeCondition } from "@/lib/store/entry-filter";
import type { EntryFilter } from "@/lib/store/entry-filter";
import type { FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** A date that has what is wanted, and where its entries stand. */
export type WantedDay = Readonly<{
  ledgerDate: LedgerDate;
  firstSequence: number;
  lastSequence: number;
  /** Most entries of its span are its own: reading the span in feed order wastes little. */
  isDense: boolean;
}>;

type Wanted = Readonly<{ days: readonly WantedDay[]; bound: number | undefined }>;

/** A span may be so many times as long as the date has entries; one late correction can make it the whole feed. */
const SPAN_PER_ENTRY_MAX = 4;
/** Dates looked at first: most lists are full after one or two. */
const DAYS_FIRST = 8;
/** Dates whose entries may stand on both sides of a page's begin: late entries make it more than one. */
const DAYS_BEFORE_MAX = 50;

/**
 * Dates that have entries as wanted, enough for one page: from the sums by date, never from entries. `bound` is
 * where the first date that was not taken begins: only entries before it are in order yet.
 */
export async function listWantedDays(tx: TenantTx, key: FeedKey, filter: EntryFilter): Promise<Wanted> {
  for (const daysMax of [DAYS_FIRST, filter.limit + DAYS_BEFORE_MAX]) {
    const rows = await listDays(tx, key, { ...filter, daysMax });
    const wanted = takeEnough(rows, filter, rows.length === daysMax);
    if (wanted.isEnough || daysMax !== DAYS_FIRST) return wanted;
  }
  return { days: [], bound: undefined };
}

type DayRow = Readonly<{
  ledger_date: LedgerDate;
  entry_count: bigint;
  first_sequence: bigint;
  last_sequence: bigint;
  count: bigint;
}>;

/** Dates in the order in which their entries begin, each with how many of them are wanted. */
async function listDays(
  tx: TenantTx,
  key: FeedKey,
  filter: EntryFilter & Readonly<{ daysMax: number }>,
): Promise<DayRow[]> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const isUp = filter.order === "oldest";
  const days = ["d.entry_count > 0"];
  if (filter.from !== undefined) days.push(`d.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) days.push(`d.ledger_date <= ${parameters.add(filter.to)}::date`);
  // A date that has its end on this side of the page's begin is done with.
  if (filter.after !== undefined) {
    const after = parameters.add(filter.after);
    days.push(isUp ? `d.last_sequence > ${after}::bigint` : `d.first_sequence < ${after}::bigint`);
  }
  const sums = ["true"];
  if (filter.recipientHandle !== undefined)
    sums.push(`s.recipient_handle = ${parameters.add(filter.recipientHandle)}`);
  for (const of of filter.types ?? []) sums.push(typeCondition("s.entry_type", parameters, of));
  return tx.query<DayRow>(
    `select d.ledger_date, d.entry_count, d.first_sequence, d.last_sequence, s.count
     from (
       select d.ledger_date, d.entry_count, d.first_sequence, d.last_sequence from day d
       where d.tenant_id = $1 and d.ledger = $2 and d.topic = $3 and d.copy = $4 and ${days.join(" and ")}
       order by ${isUp ? "d.first_sequence asc" : "d.last_sequence desc"} offset 0
     ) d cross join lateral (
       select sum(s.count) as count from day_sum s
       where s.tenant_id = $1 and s.ledger = $2 and s.topic = $3 and s.copy = $4 and s.ledger_date = d.ledger_date
         and ${sums.join(" and ")}
     ) s
     where s.count > 0 order by ${isUp ? "d.first_sequence asc" : "d.last_sequence desc"} limit ${parameters.add(filter.daysMax)}`,
    parameters.values,
  );
}

function takeEnough(
  rows: readonly DayRow[],
  filter: EntryFilter,
  isCut: boolean,
): Wanted & Readonly<{ isEnough: boolean }> {
  const isUp = filter.order === "oldest";
  const days: WantedDay[] = [];
  let sure = 0;
  for (const row of rows) {
    const day = toWantedDay(row);
    const begin = isUp ? day.firstSequence : day.lastSequence;
    if (sure > filter.limit) return { days, bound: begin, isEnough: true };
    days.push(day);
    const isWhole = filter.after === undefined || (isUp ? begin > filter.after : begin < filter.after);
    if (isWhole) sure += Number(row.count);
  }
  // The statement's own limit cut the list: what begins where the last date does is not known to be whole.
  const last = days.at(-1);
  if (isCut && last !== undefined) {
    const bound = isUp ? last.firstSequence : last.lastSequence;
    return {
      days: days.slice(0, -1),
      bound,
      isEnough: sure - Number(rows.at(-1)?.count ?? 0n) > filter.limit,
    };
  }
  return { days, bound: undefined, isEnough: true };
}

function toWantedDay(row: DayRow): WantedDay {
  const firstSequence = Number(row.first_sequence);
  const lastSequence = Number(row.last_sequence);
  const spanLength = lastSequence - firstSequence + 1;
  return {
    ledgerDate: row.ledger_date,
    firstSequence,
    lastSequence,
    isDense: spanLength <= SPAN_PER_ENTRY_MAX * Number(row.entry_count),
  };
}
