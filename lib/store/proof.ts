import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LedgerUid } from "@/lib/core/ids";
import type { DayProof, Topic } from "@/lib/domain/ledger/states";
import type { FeedKey } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** A date whose report is due. */
export type DueDay = Readonly<{
  ledgerDate: LedgerDate;
  entryCount: number;
  proof: DayProof;
  compareCount: number;
  suspectSince: string | undefined;
  /** No earlier date of the books is unverified. */
  isOldestOpen: boolean;
}>;

const KEY = "tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4";

/** Makes a row for every date of the interval, and has those read that never were. */
export async function ensureDays(
  tx: TenantTx,
  key: FeedKey,
  interval: Readonly<{ from: LedgerDate; through: LedgerDate; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `insert into day (tenant_id, ledger, topic, copy, ledger_date, next_compare_at)
     select $1, $2, $3, $4, d::date, to_timestamp($7 / 1000.0) from generate_series($5::date, $6::date, interval '1 day') d
     on conflict (tenant_id, ledger, topic, copy, ledger_date) do nothing`,
    [...keyOf(tx, key), interval.from, interval.through, interval.nowMs],
  );
  await tx.execute(
    `update day set next_compare_at = to_timestamp($7 / 1000.0)
     where ${KEY} and ledger_date between $5 and $6 and proof <> 'verified' and compare_count = 0 and next_compare_at is null`,
    [...keyOf(tx, key), interval.from, interval.through, interval.nowMs],
  );
}

/** The oldest date that is due now, through the last that is over. */
export async function findDueDay(
  tx: TenantTx,
  key: FeedKey,
  due: Readonly<{ from: LedgerDate; through: LedgerDate; nowMs: number }>,
): Promise<DueDay | undefined> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    entry_count: bigint;
    proof: DayProof;
    compare_count: number;
    suspect_since: string | null;
    is_oldest: boolean;
  }>(
    `select d.ledger_date, d.entry_count, d.proof, d.compare_count, d.suspect_since,
       not exists (select from day o where o.tenant_id = $1 and o.ledger = $2 and o.topic = $3 and o.copy = $4
         and o.ledger_date >= $5 and o.ledger_date < d.ledger_date and o.proof <> 'verified') as is_oldest
     from day d where ${KEY} and d.ledger_date between $5 and $6 and d.next_compare_at <= to_timestamp($7 / 1000.0)
     order by d.ledger_date limit 1`,
    [...keyOf(tx, key), due.from, due.through, due.nowMs],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    ledgerDate: row.ledger_date,
    entryCount: Number(row.entry_count),
    proof: row.proof,
    compareCount: row.compare_count,
    suspectSince: row.suspect_since ?? undefined,
    isOldestOpen: row.is_oldest,
  };
}

/** Contents (hex) of the copy's entries of a date. */
export async function listDayContents(tx: TenantTx, key: FeedKey, ledgerDate: LedgerDate): Promise<string[]> {
  const rows = await tx.query<{ content: string }>(
    `select encode(content, 'hex') as content from entry where ${KEY} and ledger_date = $5`,
    [...keyOf(tx, key), ledgerDate],
  );
  return rows.map((row) => row.content);
}

export type DayVerdict = Readonly<{
  ledgerDate: LedgerDate;
  /** The date's entries when it was compared: with more since, the verdict does not count. */
  entryCount: number;
  proof: DayProof;
  digest: string | undefined;
  suspectSinceMs: number | undefined;
  nextCompareAtMs: number | undefined;
  nowMs: number;
}>;

/** Records a comparison. False when the date changed while it was compared: it is due again. */
export async function recordVerdict(tx: TenantTx, key: FeedKey, verdict: DayVerdict): Promise<boolean> {
  const count = await tx.execute(
    `update day set proof = $7, digest = decode($8, 'hex'), suspect_since = to_timestamp($9 / 1000.0), next_compare_at = to_timestamp($10 / 1000.0),
       compared_at = to_timestamp($11 / 1000.0), compare_count = compare_count + 1
     where ${KEY} and ledger_date = $5 and entry_count = $6`,
    [
      ...keyOf(tx, key),
      verdict.ledgerDate,
      verdict.entryCount,
      verdict.proof,
      verdict.digest ?? null,
      verdict.suspectSinceMs ?? null,
      verdict.nextCompareAtMs ?? null,
      verdict.nowMs,
    ],
  );
  return count > 0;
}

/** No report could be had: the date is due again later, and nothing was decided. */
export async function postponeDay(
  tx: TenantTx,
  key: FeedKey,
  ledgerDate: LedgerDate,
  untilMs: number,
): Promise<void> {
  await tx.execute(
    `update day set next_compare_at = to_timestamp($6 / 1000.0) where ${KEY} and ledger_date = $5`,
    [...keyOf(tx, key), ledgerDate, untilMs],
  );
}

/** A date was proven: the next open one of the interval is due at once. */
export async function hastenNextOpenDay(
  tx: TenantTx,
  key: FeedKey,
  after: Readonly<{ ledgerDate: LedgerDate; through: LedgerDate; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `update day set next_compare_at = to_timestamp($7 / 1000.0) where ${KEY} and ledger_date = (
       select min(ledger_date) from day where ${KEY} and ledger_date > $5 and ledger_date <= $6 and proof <> 'verified')
       and next_compare_at is null`,
    [...keyOf(tx, key), after.ledgerDate, after.through, after.nowMs],
  );
}

/** The feed brought a payout: the open dates through its own are due at once, on both topics of the ledger. */
export async function hastenDaysThrough(
  tx: TenantTx,
  ledger: LedgerUid,
  until: Readonly<{ from: LedgerDate; through: LedgerDate; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `update day d set next_compare_at = to_timestamp($5 / 1000.0) from ledger_topic t
     where t.tenant_id = $1 and t.ledger = $2 and d.tenant_id = $1 and d.ledger = $2 and d.topic = t.topic and d.copy = t.active_copy
       and d.ledger_date between $3 and $4 and d.proof in ('open', 'equal-so-far')`,
    [tx.tenantId, ledger, until.from, until.through, until.nowMs],
  );
  await tx.execute(
    `update ledger_topic set next_proof_at = least(coalesce(next_proof_at, 'infinity'), to_timestamp($3 / 1000.0)) where tenant_id = $1 and ledger = $2`,
    [tx.tenantId, ledger, until.nowMs],
  );
}

/**
 * When the topic is next due: at `atMs`; with `among`, earlier if one of these dates waits for less. Dates that are
 * not over, or lie before the books, make nothing due: a run could not take them.
 */
export async function scheduleNextProof(
  tx: TenantTx,
  key: FeedKey,
  next: Readonly<{ atMs: number; among?: Readonly<{ from: LedgerDate; through: LedgerDate }> }>,
): Promise<void> {
  await tx.execute(
    `update ledger_topic set next_proof_at = least(to_timestamp($5 / 1000.0),
       (select min(next_compare_at) from day where ${KEY} and ledger_date between $6 and $7 and next_compare_at is not null))
     where tenant_id = $1 and ledger = $2 and topic = $3 and active_copy = $4`,
    [...keyOf(tx, key), next.atMs, next.among?.from ?? null, next.among?.through ?? null],
  );
}

/** Dates of the active copy that differ from their reports, oldest first. */
export async function listDifferingDates(
  tx: TenantTx,
  ledger: LedgerUid,
  topic: Topic,
  limit: number,
): Promise<LedgerDate[]> {
  const rows = await tx.query<{ ledger_date: LedgerDate }>(
    `select d.ledger_date from ledger_topic t join day d on d.tenant_id = t.tenant_id and d.ledger = t.ledger and d.topic = t.topic and d.copy = t.active_copy
     where t.tenant_id = $1 and t.ledger = $2 and t.topic = $3 and d.proof = 'differs' order by d.ledger_date limit $4`,
    [tx.tenantId, ledger, topic, limit],
  );
  return rows.map((row) => row.ledger_date);
}

function keyOf(tx: TenantTx, key: FeedKey): [string, string, string, string] {
  return [tx.tenantId, key.ledger, key.topic, key.copy];
}
