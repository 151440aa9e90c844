import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import { createParameters } from "@/lib/store/parameters";
import type { Parameters } from "@/lib/store/parameters";
import { typeCondition } from "@/lib/store/entry-filter";
import type { CarriedBy, EntryFilter, TypeFilter } from "@/lib/store/entry-filter";
import type { FeedKey } from "@/lib/store/feeds";
import { listWantedDays } from "@/lib/store/wanted-days";
import type { TenantTx } from "@/lib/store/tenant";

/** An entry as people read it. */
export type EntryRow = Readonly<{
  ledger: LedgerUid;
  topic: Topic;
  copy: CopyId;
  sequence: number;
  ledgerDate: LedgerDate;
  time: string;
  entryType: string;
  pspReference: string;
  reference: string;
  recipientHandle: string;
  currency: string;
  amount: bigint;
  balanceBefore: bigint;
  balanceAfter: bigint;
}>;

export type EntrySqlRow = {
  ledger: LedgerUid;
  topic: Topic;
  copy: CopyId;
  sequence: bigint;
  ledger_date: LedgerDate;
  time: string;
  entry_type: string;
  psp_reference: string;
  reference: string;
  recipient_handle: string;
  currency: string;
  amount: bigint;
  balance_before: bigint;
  balance_after: bigint;
};

export const ENTRY_COLUMNS =
  "e.ledger, e.topic, e.copy, e.sequence, e.ledger_date, e.time, e.entry_type, e.psp_reference, e.reference, e.recipient_handle, e.currency, e.amount, e.balance_before, e.balance_after";

/** Entries of a page, in order; `next` is the sequence that the next page comes after, undefined on the last. */
export type EntryPage = Readonly<{ entries: readonly EntryRow[]; next: number | undefined }>;

const KEY = "e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4";

/** A page of a copy's entries. Its cost does not grow with the copy: every filter becomes a span of sequences. */
export async function listEntryRows(tx: TenantTx, key: FeedKey, filter: EntryFilter): Promise<EntryPage> {
  if (isGiven(filter.reference) || isGiven(filter.pspReference)) return listByReference(tx, key, filter);
  if (filter.carried !== undefined) return listCarried(tx, key, filter, filter.carried);
  if (areRare(filter.types ?? [])) return listRare(tx, key, filter);
  const isNarrow =
    filter.from !== undefined ||
    filter.to !== undefined ||
    (filter.types ?? []).length > 0 ||
    filter.recipientHandle !== undefined;
  if (isNarrow) return listWanted(tx, key, filter);
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const place = placeCondition(parameters, filter);
  return toEntryPage(
    await tx.query<EntrySqlRow>(
      `select ${ENTRY_COLUMNS} from entry e where ${KEY} and ${place} ${orderBy(filter)} limit ${parameters.add(filter.limit + 1)}`,
      parameters.values,
    ),
    filter,
  );
}

/** Few entries have one reference: they are found by it first, and put in order then. */
async function listByReference(tx: TenantTx, key: FeedKey, filter: EntryFilter): Promise<EntryPage> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const conditions = rowConditions(parameters, filter);
  if (isGiven(filter.reference))
    conditions.push(`e.reference = ${parameters.add(filter.reference)} and e.reference <> ''`);
  if (isGiven(filter.pspReference))
    conditions.push(`e.psp_reference = ${parameters.add(filter.pspReference)}`);
  const place = placeCondition(parameters, filter);
  return toEntryPage(
    await tx.query<EntrySqlRow>(
      `with found as materialized (select * from entry e where ${KEY} and ${conditions.join(" and ")})
       select ${ENTRY_COLUMNS} from found e where ${place} ${orderBy(filter)} limit ${parameters.add(filter.limit + 1)}`,
      parameters.values,
    ),
    filter,
  );
}

/** What comes with every sale: the index of rare entries leaves it out. */
const COMMON: ReadonlySet<string> = new Set(["capture", "refund", "capture-fee"]);

function areRare(filters: readonly TypeFilter[]): boolean {
  return filters.some((of) => !of.isExcluded && of.types.every((type) => !COMMON.has(type)));
}

/** Types that come seldom have an index of their own, in feed order. */
async function listRare(tx: TenantTx, key: FeedKey, filter: EntryFilter): Promise<EntryPage> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const conditions = [
    placeCondition(parameters, filter),
    ...rowConditions(parameters, filter),
    ...dateConditions(parameters, filter),
  ];
  return toEntryPage(
    await tx.query<EntrySqlRow>(
      `select ${ENTRY_COLUMNS} from entry e where ${KEY} and ${conditions.join(" and ")} ${orderBy(filter)} limit ${parameters.add(filter.limit + 1)}`,
      parameters.values,
    ),
    filter,
  );
}

/** The dates that have what is wanted, as spans of sequences; then the entries within them. */
async function listWanted(tx: TenantTx, key: FeedKey, filter: EntryFilter): Promise<EntryPage> {
  const wanted = await listWantedDays(tx, key, filter);
  if (wanted.days.length === 0) return { entries: [], next: undefined };
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const spans = `unnest(${parameters.add(wanted.days.map((day) => day.ledgerDate))}::date[], ${parameters.add(wanted.days.map((day) => day.firstSequence))}::bigint[], ${parameters.add(wanted.days.map((day) => day.lastSequence))}::bigint[]) w(ledger_date, first_sequence, last_sequence)`;
  const conditions = [placeCondition(parameters, filter), ...rowConditions(parameters, filter)];
  // Entries of dates that were not taken may stand beyond this: the next page begins there.
  if (wanted.bound !== undefined)
    conditions.push(`e.sequence ${filter.order === "oldest" ? "<" : ">"} ${parameters.add(wanted.bound)}`);
  // In feed order the page is full after a hundred entries; by the date's index all of the date would be read and
  // sorted first. An expression on the date keeps that index out, unless the span is mostly other dates' entries.
  const isDense = wanted.days.every((day) => day.isDense);
  const ofDate = isDense ? "e.ledger_date + 0 = w.ledger_date" : "e.ledger_date = w.ledger_date";
  const limit = parameters.add(filter.limit + 1);
  const rows = await tx.query<EntrySqlRow>(
    `select e.* from ${spans} cross join lateral (
       select ${ENTRY_COLUMNS} from entry e where ${KEY} and e.sequence between w.first_sequence and w.last_sequence and ${ofDate}
         and ${conditions.join(" and ")} ${orderBy(filter)} limit ${limit}) e
     ${orderBy(filter)} limit ${limit}`,
    parameters.values,
  );
  const page = toEntryPage(rows, filter);
  if (page.next !== undefined || wanted.bound === undefined) return page;
  return { entries: page.entries, next: filter.order === "oldest" ? wanted.bound - 1 : wanted.bound + 1 };
}

/**
 * What a payout carries: the entries before it, of its date or earlier, that no payout before it carried.
 * Those after the payout before it all are; of those before that one only entries of later dates than its own can be.
 */
async function listCarried(
  tx: TenantTx,
  key: FeedKey,
  filter: EntryFilter,
  carried: CarriedBy,
): Promise<EntryPage> {
  const parameters = createParameters(tx.tenantId, key.ledger, key.topic, key.copy);
  const sequence = parameters.add(carried.sequence);
  const date = parameters.add(carried.ledgerDate);
  const previous = parameters.add(carried.previousSequence);
  const previousDate = parameters.add(carried.previousDate ?? "-infinity");
  const conditions = [
    placeCondition(parameters, filter),
    ...rowConditions(parameters, filter),
    ...dateConditions(parameters, filter),
  ];
  const rows = await tx.query<EntrySqlRow>(
    `with early as materialized (
       select min(first_sequence) as sequence from day
       where tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4 and ledger_date > ${previousDate}::date and ledger_date <= ${date}::date
     )
     select ${ENTRY_COLUMNS} from entry e
     where ${KEY} and e.sequence < ${sequence}::bigint and e.ledger_date <= ${date}::date
       and e.sequence >= least(${previous}::bigint + 1, (select sequence from early))
       and ${NOT_A_PAYOUT} and ${conditions.join(" and ")}
       and (e.sequence > ${previous}::bigint or (e.ledger_date > ${previousDate}::date and not exists (
         select from payout_cover c join payout p on p.tenant_id = c.tenant_id and p.id = c.payout
         where c.tenant_id = $1 and c.ledger = $2 and c.copy = $4 and c.sequence > e.sequence and c.sequence < ${sequence}::bigint and p.ledger_date >= e.ledger_date)))
     ${orderBy(filter)} limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  return toEntryPage(rows, filter);
}

/** Payouts carry; they are not carried. */
const NOT_A_PAYOUT = "e.entry_type not in ('payout-scheduled', 'scheduled-for-payout', 'payout')";

function placeCondition(parameters: Parameters, filter: EntryFilter): string {
  if (filter.after === undefined) return "true";
  return `e.sequence ${filter.order === "oldest" ? ">" : "<"} ${parameters.add(filter.after)}::bigint`;
}

function rowConditions(parameters: Parameters, filter: EntryFilter): string[] {
  const conditions = (filter.types ?? []).map((of) => typeCondition("e.entry_type", parameters, of));
  if (filter.recipientHandle !== undefined)
    conditions.push(`e.recipient_handle = ${parameters.add(filter.recipientHandle)}`);
  return isGiven(filter.reference) || isGiven(filter.pspReference)
    ? [...conditions, ...dateConditions(parameters, filter)]
    : conditions;
}

function dateConditions(parameters: Parameters, filter: EntryFilter): string[] {
  const conditions: string[] = [];
  if (filter.from !== undefined) conditions.push(`e.ledger_date >= ${parameters.add(filter.from)}::date`);
  if (filter.to !== undefined) conditions.push(`e.ledger_date <= ${parameters.add(filter.to)}::date`);
  return conditions;
}

function orderBy(filter: EntryFilter): string {
  return `order by e.sequence ${filter.order === "oldest" ? "asc" : "desc"}`;
}

function toEntryPage(rows: readonly EntrySqlRow[], filter: EntryFilter): EntryPage {
  const entries = rows.slice(0, filter.limit).map(toEntryRow);
  return { entries, next: rows.length > filter.limit ? entries.at(-1)?.sequence : undefined };
}

export function toEntryRow(row: EntrySqlRow): EntryRow {
  return {
    ledger: row.ledger,
    topic: row.topic,
    copy: row.copy,
    sequence: Number(row.sequence),
    ledgerDate: row.ledger_date,
    time: row.time,
    entryType: row.entry_type,
    pspReference: row.psp_reference,
    reference: row.reference,
    recipientHandle: row.recipient_handle,
    currency: row.currency,
    amount: row.amount,
    balanceBefore: row.balance_before,
    balanceAfter: row.balance_after,
  };
}

function isGiven(text: string | undefined): text is string {
  return text !== undefined && text !== "";
}
