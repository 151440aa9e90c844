import type { LedgerDate } from "@/lib/core/ledger-date";
import type { ChainBreak, DayDelta, NumberedEntry, SumDelta, Uncarried } from "@/lib/domain/ledger/fold";
import type { FeedKey } from "@/lib/store/feeds";
import { bytesArray, plainArray, textArray } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** What a page adds to a copy. Every function here runs in the transaction that holds the copy's feed row. */

const KEY = "tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4";

/** Contents (hex) of the copy's last `length` entries, oldest first. */
export async function readTail(tx: TenantTx, key: FeedKey, length: number): Promise<string[]> {
  const rows = await tx.query<{ content: string }>(
    `select encode(content, 'hex') as content from entry where ${KEY} order by sequence desc limit $5`,
    [...keyOf(tx, key), length],
  );
  return rows.map((row) => row.content).reverse();
}

/** How often each of these contents (hex, with their dates) stands in the copy already. */
export async function countContents(
  tx: TenantTx,
  key: FeedKey,
  wanted: readonly Readonly<{ content: string; ledgerDate: LedgerDate }>[],
): Promise<Map<string, number>> {
  const rows = await tx.query<{ content: string; count: bigint }>(
    `select encode(e.content, 'hex') as content, count(*) as count
     from (select distinct d, c from unnest($5::date[], $6::bytea[]) as w(d, c)) w
     join entry e on e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4 and e.ledger_date = w.d and e.content = w.c
     group by e.content`,
    [...keyOf(tx, key), wanted.map((of) => of.ledgerDate), wanted.map((of) => `\\x${of.content}`)],
  );
  return new Map(rows.map((row) => [row.content, Number(row.count)]));
}

/**
 * Appends entries, plainly: a conflict would be a bug, and fails the transaction. In several statements: while
 * PostgreSQL inserts one, the next is written down.
 */
export async function insertEntries(
  tx: TenantTx,
  key: FeedKey,
  entries: readonly NumberedEntry[],
): Promise<void> {
  let under: Promise<unknown> = Promise.resolve();
  for (let start = 0; start < entries.length; start += INSERT_ROWS) {
    const values = entryValues(tx, key, entries.slice(start, start + INSERT_ROWS));
    await under;
    under = tx.execute(INSERT_ENTRIES, values);
  }
  await under;
}

const INSERT_ROWS = 1_000;
const INSERT_ENTRIES = `insert into entry (tenant_id, ledger, topic, copy, sequence, ledger_date, time, entry_type, psp_reference, reference,
    recipient_handle, currency, amount, balance_before, balance_after, content, ordinal, extra)
  select $1, $2, $3, $4, * from unnest($5::bigint[], $6::date[], $7::timestamptz[], $8::text[], $9::text[], $10::text[],
    $11::text[], $12::char(3)[], $13::bigint[], $14::bigint[], $15::bigint[], $16::bytea[], $17::int[], $18::jsonb[])`;

function entryValues(tx: TenantTx, key: FeedKey, entries: readonly NumberedEntry[]): string[] {
  return [
    ...keyOf(tx, key),
    plainArray(entries.map((entry) => entry.sequence)),
    plainArray(entries.map((entry) => entry.ledgerDate)),
    plainArray(entries.map((entry) => entry.time)),
    textArray(entries.map((entry) => entry.entryType)),
    textArray(entries.map((entry) => entry.pspReference)),
    textArray(entries.map((entry) => entry.reference)),
    textArray(entries.map((entry) => entry.recipientHandle)),
    plainArray(entries.map((entry) => entry.currency)),
    plainArray(entries.map((entry) => entry.amount)),
    plainArray(entries.map((entry) => entry.balanceBefore)),
    plainArray(entries.map((entry) => entry.balanceAfter)),
    bytesArray(entries.map((entry) => entry.content)),
    plainArray(entries.map((entry) => entry.ordinal)),
    textArray(entries.map((entry) => (entry.extra === undefined ? null : JSON.stringify(entry.extra)))),
  ];
}

/** Adds to the sums by date, handle and type; then what payouts carried of them, which may have been stored before. */
export async function addDaySums(tx: TenantTx, key: FeedKey, sums: readonly SumDelta[]): Promise<void> {
  const grown = sums.filter((sum) => sum.count > 0);
  if (grown.length > 0) {
    await tx.execute(
      `insert into day_sum (tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type, amount, count)
       select $1, $2, $3, $4, * from unnest($5::date[], $6::text[], $7::text[], $8::bigint[], $9::bigint[])
       on conflict (tenant_id, ledger, topic, copy, ledger_date, recipient_handle, entry_type) do update set
         amount = day_sum.amount + excluded.amount, count = day_sum.count + excluded.count`,
      [
        ...keyOf(tx, key),
        grown.map((sum) => sum.ledgerDate),
        grown.map((sum) => sum.recipientHandle),
        grown.map((sum) => sum.entryType),
        grown.map((sum) => sum.amount.toString()),
        grown.map((sum) => sum.count),
      ],
    );
  }
  const carried = sums.filter((sum) => sum.carriedCount > 0);
  if (carried.length === 0) return;
  await tx.execute(
    `update day_sum s set carried_amount = s.carried_amount + w.amount, carried_count = s.carried_count + w.count
     from unnest($5::date[], $6::text[], $7::text[], $8::bigint[], $9::bigint[]) as w(ledger_date, recipient_handle, entry_type, amount, count)
     where s.tenant_id = $1 and s.ledger = $2 and s.topic = $3 and s.copy = $4
       and s.ledger_date = w.ledger_date and s.recipient_handle = w.recipient_handle and s.entry_type = w.entry_type`,
    [
      ...keyOf(tx, key),
      carried.map((sum) => sum.ledgerDate),
      carried.map((sum) => sum.recipientHandle),
      carried.map((sum) => sum.entryType),
      carried.map((sum) => sum.carriedAmount.toString()),
      carried.map((sum) => sum.carriedCount),
    ],
  );
}

/**
 * Adds to the days. A date that was compared with its report and now has more entries loses its proof, and is
 * due for another comparison at `nowMs`. Returns how many did.
 */
export async function addDays(
  tx: TenantTx,
  key: FeedKey,
  change: Readonly<{ days: readonly DayDelta[]; nowMs: number }>,
): Promise<number> {
  const { nowMs } = change;
  if (change.days.length === 0) return 0;
  // In one order everywhere, so that nobody waits in a circle.
  const days = change.days.toSorted((a, b) => (a.ledgerDate < b.ledgerDate ? -1 : 1));
  const rows = await tx.query<{ reopened: boolean }>(
    `insert into day (tenant_id, ledger, topic, copy, ledger_date, entry_count, break_amount, carried_break, first_sequence, last_sequence)
     select $1, $2, $3, $4, * from unnest($5::date[], $6::bigint[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
     on conflict (tenant_id, ledger, topic, copy, ledger_date) do update set
       entry_count = day.entry_count + excluded.entry_count, break_amount = day.break_amount + excluded.break_amount,
       carried_break = day.carried_break + excluded.carried_break,
       first_sequence = coalesce(day.first_sequence, excluded.first_sequence), last_sequence = coalesce(excluded.last_sequence, day.last_sequence),
       proof = case when excluded.entry_count > 0 and day.proof <> 'differs' then 'open' else day.proof end,
       suspect_since = case when excluded.entry_count > 0 then null else day.suspect_since end,
       next_compare_at = case when excluded.entry_count > 0 and day.compare_count > 0 then to_timestamp($11 / 1000.0) else day.next_compare_at end
     returning (compare_count > 0 and next_compare_at = to_timestamp($11 / 1000.0)) as reopened`,
    [
      ...keyOf(tx, key),
      days.map((day) => day.ledgerDate),
      days.map((day) => day.entryCount),
      days.map((day) => day.breakAmount.toString()),
      days.map((day) => day.carriedBreak.toString()),
      days.map((day) => day.firstSequence ?? null),
      days.map((day) => day.lastSequence ?? null),
      nowMs,
    ],
  );
  return rows.filter((row) => row.reopened).length;
}

export async function insertBreaks(tx: TenantTx, key: FeedKey, breaks: readonly ChainBreak[]): Promise<void> {
  if (breaks.length === 0) return;
  await tx.execute(
    `insert into chain_break (tenant_id, ledger, topic, copy, sequence, ledger_date, expected, found, amount, content, ordinal)
     select $1, $2, $3, $4, * from unnest($5::bigint[], $6::date[], $7::bigint[], $8::bigint[], $9::bigint[], $10::bytea[], $11::int[])`,
    [
      ...keyOf(tx, key),
      breaks.map((found) => found.sequence),
      breaks.map((found) => found.ledgerDate),
      breaks.map((found) => found.expected.toString()),
      breaks.map((found) => found.found.toString()),
      breaks.map((found) => found.amount.toString()),
      breaks.map((found) => `\\x${found.content}`),
      breaks.map((found) => found.ordinal),
    ],
  );
}

/** What no payout of the copy has carried yet: a few dates' rows, found by a partial index. */
export async function readUncarried(tx: TenantTx, key: FeedKey): Promise<Uncarried> {
  const sums = await tx.query<{
    ledger_date: LedgerDate;
    recipient_handle: string;
    entry_type: string;
    amount: bigint;
    count: bigint;
  }>(
    `select ledger_date, recipient_handle, entry_type, amount - carried_amount as amount, count - carried_count as count
     from day_sum where ${KEY} and count <> carried_count`,
    keyOf(tx, key),
  );
  const breaks = await tx.query<{ ledger_date: LedgerDate; amount: bigint }>(
    `select ledger_date, break_amount - carried_break as amount from day where ${KEY} and break_amount <> carried_break`,
    keyOf(tx, key),
  );
  const last = await tx.query<{ left_after: bigint }>(
    "select left_after from payout_cover where tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4 order by sequence desc limit 1",
    keyOf(tx, key),
  );
  return {
    sums: sums.map((row) => ({
      ledgerDate: row.ledger_date,
      recipientHandle: row.recipient_handle,
      entryType: row.entry_type,
      amount: row.amount,
      count: Number(row.count),
    })),
    breaks: breaks.map((row) => ({ ledgerDate: row.ledger_date, amount: row.amount })),
    leftBefore: last[0]?.left_after,
  };
}

function keyOf(tx: TenantTx, key: FeedKey): [string, string, string, string] {
  return [tx.tenantId, key.ledger, key.topic, key.copy];
}
