import type { LedgerDate } from "@/lib/core/ledger-date";
import type { FindingKind } from "@/lib/domain/ledger/findings";
import type { Feed, FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * The checks of a copy against itself (DESIGN §6), as statements over whole copies. Every one reads; what it
 * returns is what does not hold, and nothing on a sound copy.
 */

/** One thing that does not hold. */
export type Damage = Readonly<{
  kind: FindingKind;
  ledgerDate: LedgerDate | undefined;
  detail: string;
}>;

/** A copy, and the ledger dates whose rows are judged; without bounds all of them. */
export type Checked = FeedKey & Readonly<{ from?: LedgerDate | undefined; to?: LedgerDate | undefined }>;

/** Of each kind in one copy; a broken copy must not fill a terminal. */
const FOUND_MAX = 100;
/** A scan of millions of entries takes minutes. */
const STATEMENT_TIMEOUT = "60min";

export const COPY = "tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4";
export const WITHIN =
  "ledger_date between coalesce($5::date, '-infinity') and coalesce($6::date, 'infinity')";

/** Raises the time limit of statements for the rest of the transaction. */
export async function allowLongStatements(tx: TenantTx): Promise<void> {
  await tx.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT]);
}

export function checkedOf(
  tx: TenantTx,
  of: Checked,
): [string, string, string, string, string | null, string | null] {
  return [tx.tenantId, of.ledger, of.topic, of.copy, of.from ?? null, of.to ?? null];
}

/** The first of a list, and how many more there are. */
export function bounded(found: readonly Damage[]): Damage[] {
  const first = found[0];
  if (first === undefined || found.length <= FOUND_MAX) return [...found];
  return [
    ...found.slice(0, FOUND_MAX),
    { ...first, ledgerDate: undefined, detail: `and ${String(found.length - FOUND_MAX)} more like these` },
  ];
}

/** How many entries and days the bounds take in. */
export async function countChecked(
  tx: TenantTx,
  of: Checked,
): Promise<Readonly<{ entries: number; days: number }>> {
  const rows = await tx.query<{ entries: bigint; days: bigint }>(
    `select (select count(*) from entry where ${COPY} and ${WITHIN}) as entries,
       (select count(*) from day where ${COPY} and ${WITHIN}) as days`,
    checkedOf(tx, of),
  );
  return { entries: Number(rows[0]?.entries ?? 0n), days: Number(rows[0]?.days ?? 0n) };
}

/** Sequences are gapless from 1; entries join, add up, and wherever not there is exactly one break, and it is true. */
export async function checkChain(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    sequence: bigint;
    previous: bigint;
    expected: bigint;
    balance_before: bigint;
    balance_after: bigint;
    is_broken: boolean;
    is_noted: boolean;
    is_true: boolean | null;
  }>(
    `with e as (
       select sequence, ledger_date, amount, balance_before, balance_after, content, ordinal,
         lag(balance_after) over w as balance, coalesce(lag(sequence) over w, 0) as previous
       from entry where ${COPY} window w as (order by sequence)),
     j as (
       select e.ledger_date, e.sequence, e.previous, e.balance_before, e.balance_after,
         coalesce(e.balance, e.balance_before) + e.amount as expected,
         coalesce(e.balance, e.balance_before) + e.amount <> e.balance_after
           or coalesce(e.balance, e.balance_before) <> e.balance_before as is_broken,
         b.sequence is not null as is_noted,
         b.expected = coalesce(e.balance, e.balance_before) + e.amount and b.found = e.balance_after
           and b.ledger_date = e.ledger_date and b.content = e.content and b.ordinal = e.ordinal as is_true
       from e left join chain_break b on b.tenant_id = $1 and b.ledger = $2 and b.topic = $3 and b.copy = $4 and b.sequence = e.sequence)
     select * from j where ${WITHIN} and (sequence <> previous + 1 or is_broken <> is_noted or (is_noted and not is_true)) order by sequence`,
    checkedOf(tx, of),
  );
  const found = rows.flatMap((row): Damage[] => {
    const base = { ledgerDate: row.ledger_date };
    const name = `entry ${String(row.sequence)}`;
    const damages: Damage[] = [];
    if (row.sequence !== row.previous + 1n)
      damages.push({
        ...base,
        kind: "sequence-gap",
        detail: `${name} follows entry ${String(row.previous)}: what stood between them is gone`,
      });
    if (row.is_broken && !row.is_noted)
      damages.push({
        ...base,
        kind: "break-not-recorded",
        detail: `${name} begins at ${String(row.balance_before)} and ends at ${String(row.balance_after)}; by the entries it ends at ${String(row.expected)}`,
      });
    if (row.is_noted && row.is_true !== true)
      damages.push({
        ...base,
        kind: "break-untrue",
        detail: `the break noted at ${name} does not say what is there: it leads to ${String(row.expected)} and states ${String(row.balance_after)}`,
      });
    else if (row.is_noted && !row.is_broken)
      damages.push({
        ...base,
        kind: "break-untrue",
        detail: `a break is noted at ${name}, where the chain holds`,
      });
    return damages;
  });
  return [...bounded(found), ...(await listBreaksWithoutEntry(tx, of))];
}

async function listBreaksWithoutEntry(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const rows = await tx.query<{ ledger_date: LedgerDate; sequence: bigint }>(
    `select b.ledger_date, b.sequence from chain_break b where ${COPY} and ${WITHIN} and not exists (
       select from entry e where e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4 and e.sequence = b.sequence)
     order by b.sequence`,
    checkedOf(tx, of),
  );
  return bounded(
    rows.map((row) => ({
      kind: "break-untrue",
      ledgerDate: row.ledger_date,
      detail: `a break is noted at entry ${String(row.sequence)}, which does not exist`,
    })),
  );
}

/** Length as the content hash counts it: in UTF-16 units, of which characters beyond U+FFFF have two. */
const lengthOf = (column: string): string =>
  `case when octet_length(${column}) = char_length(${column}) then char_length(${column})
     else char_length(${column}) + char_length(regexp_replace(${column}, '[^\\U00010000-\\U0010FFFF]', '', 'g')) end`;
/** lib/domain/ledger/content.ts in SQL, so that a changed field is found where no sum tells. */
const CONTENT_TEXT = `'1|' || ledger_date::text || '|' || to_char(time at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')
  || '|' || ${lengthOf("entry_type")} || ':' || entry_type || '|' || ${lengthOf("psp_reference")} || ':' || psp_reference
  || '|' || ${lengthOf("reference")} || ':' || reference || '|' || currency || '|' || amount || '|' || balance_before || '|' || balance_after`;

/** Every entry is what it was when it was read, and equal ones of a date are counted from 1. */
export async function checkContents(tx: TenantTx, of: Checked): Promise<Damage[]> {
  const changed = await tx.query<{ ledger_date: LedgerDate; sequence: bigint }>(
    `select ledger_date, sequence from entry
     where ${COPY} and ${WITHIN} and content <> substring(sha256(convert_to(${CONTENT_TEXT}, 'UTF8')) from 1 for 16) order by sequence`,
    checkedOf(tx, of),
  );
  const miscounted = await tx.query<{ ledger_date: LedgerDate; highest: number; count: bigint }>(
    `select ledger_date, max(ordinal) as highest, count(*) as count from entry where ${COPY} and ${WITHIN}
     group by ledger_date, content having max(ordinal) <> count(*) or min(ordinal) <> 1 order by ledger_date`,
    checkedOf(tx, of),
  );
  return [
    ...bounded(
      changed.map((row) => ({
        kind: "content-changed",
        ledgerDate: row.ledger_date,
        detail: `entry ${String(row.sequence)} is not what was read: a field was changed afterwards`,
      })),
    ),
    ...bounded(
      miscounted.map((row) => ({
        kind: "ordinal-wrong",
        ledgerDate: row.ledger_date,
        detail: `${String(row.count)} equal entries of the date are counted up to ${String(row.highest)}`,
      })),
    ),
  ];
}

type Ends = {
  count: bigint;
  max_time: string | null;
  first_balance: bigint | null;
  head_balance: bigint | null;
  last_content: string | null;
  last_entry_at: string | null;
  last_ledger_date: LedgerDate | null;
  sums: bigint;
  breaks: bigint;
};

/** The checkpoint says what the entries say, and the first balance, all sums and all breaks make the head balance. */
export async function checkCheckpoint(tx: TenantTx, feed: Feed): Promise<Damage[]> {
  const rows = await tx.query<Ends>(
    `select t.count, t.max_time, a.balance_before as first_balance, z.balance_after as head_balance, encode(z.content, 'hex') as last_content,
       z.time as last_entry_at, z.ledger_date as last_ledger_date,
       (select coalesce(sum(amount), 0) from day_sum where ${COPY}) as sums,
       (select coalesce(sum(amount), 0) from chain_break where ${COPY}) as breaks
     from (select count(*) as count, max(time) as max_time from entry where ${COPY}) t
     left join lateral (select * from entry where ${COPY} order by sequence limit 1) a on true
     left join lateral (select * from entry where ${COPY} order by sequence desc limit 1) z on true`,
    [tx.tenantId, feed.ledger, feed.topic, feed.copy],
  );
  const ends = rows[0];
  if (ends === undefined) return [];
  const pairs: readonly (readonly [string, string | bigint | undefined, string | bigint | undefined])[] = [
    ["the number of entries", BigInt(feed.nextSequence - 1), ends.count],
    ["the first balance", feed.firstBalance, ends.first_balance ?? undefined],
    ["the head balance", feed.headBalance, ends.head_balance ?? undefined],
    ["the last entry", feed.lastContent, ends.last_content ?? undefined],
    ["the last ledger date", feed.lastLedgerDate, ends.last_ledger_date ?? undefined],
    ["the time of the last entry", feed.lastEntryAt, ends.last_entry_at ?? undefined],
    ["the latest time", feed.maxTime, ends.max_time ?? undefined],
  ];
  const damages = pairs.flatMap(([what, said, is]): Damage[] =>
    said === is
      ? []
      : [
          {
            kind: "checkpoint-differs",
            ledgerDate: undefined,
            detail: `${what}: the checkpoint says ${text(said)}, the entries say ${text(is)}`,
          },
        ],
  );
  const made = (feed.firstBalance ?? 0n) + ends.sums + ends.breaks;
  if (made !== (feed.headBalance ?? 0n))
    damages.push({
      kind: "balance-differs",
      ledgerDate: undefined,
      detail: `first balance, sums and breaks make ${String(made)}; the head balance is ${text(feed.headBalance)}`,
    });
  return damages;
}

function text(value: string | bigint | undefined): string {
  return value === undefined ? "nothing" : String(value);
}
