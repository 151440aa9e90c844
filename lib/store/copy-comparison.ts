import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CopyId, LedgerUid } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { TenantTx } from "@/lib/store/tenant";

/** Two copies of one topic: the one that readers see, and the one under construction. */
export type CopyPair = Readonly<{ ledger: LedgerUid; topic: Topic; before: CopyId; after: CopyId }>;

/** How the copies differ, by entries. */
export type CopyDifference = Readonly<{
  /** In the old copy, and not in the new. */
  lost: number;
  /** In the new copy, and not in the old. */
  gained: number;
  /** Dates with either, oldest first, at most 20. */
  dates: readonly LedgerDate[];
  /** Something lost stands behind the new copy's end: it may just not be read that far. */
  isBehind: boolean;
}>;

const STATEMENT_TIMEOUT = "15min";

/** Compares two copies by the natural keys of their entries. Dates with equal counts and sums are compared too. */
export async function compareCopies(tx: TenantTx, pair: CopyPair): Promise<CopyDifference> {
  await tx.query("select set_config('statement_timeout', $1, true)", [STATEMENT_TIMEOUT]);
  const lost = await listOnlyIn(tx, pair, pair.before, pair.after);
  const gained = await listOnlyIn(tx, pair, pair.after, pair.before);
  const end = await tx.query<{ max_time: string | null }>(
    "select max_time from feed where tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4",
    [tx.tenantId, pair.ledger, pair.topic, pair.after],
  );
  const maxTime = end[0]?.max_time ?? "";
  const count = (rows: readonly OnlyIn[]): number => rows.reduce((sum, row) => sum + Number(row.count), 0);
  return {
    lost: count(lost),
    gained: count(gained),
    dates: [...new Set([...lost, ...gained].map((row) => row.ledger_date))].sort().slice(0, 20),
    isBehind: lost.some((row) => row.max_time > maxTime),
  };
}

type OnlyIn = { ledger_date: LedgerDate; count: bigint; max_time: string };

function listOnlyIn(tx: TenantTx, pair: CopyPair, present: CopyId, absent: CopyId): Promise<OnlyIn[]> {
  return tx.query<OnlyIn>(
    `select e.ledger_date, count(*) as count, max(e.time) as max_time from entry e
     where e.tenant_id = $1 and e.ledger = $2 and e.topic = $3 and e.copy = $4
       and not exists (select from entry o where o.tenant_id = $1 and o.ledger = $2 and o.topic = $3 and o.copy = $5
         and o.ledger_date = e.ledger_date and o.content = e.content and o.ordinal = e.ordinal)
     group by e.ledger_date`,
    [tx.tenantId, pair.ledger, pair.topic, present, absent],
  );
}

/** Acknowledgements of breaks follow to the new copy, by the natural key of their entries. */
export async function carryAcknowledgements(tx: TenantTx, pair: CopyPair): Promise<void> {
  await tx.execute(
    `update chain_break n set acknowledged_by = o.acknowledged_by, acknowledged_at = o.acknowledged_at, reason = o.reason
     from chain_break o
     where n.tenant_id = $1 and n.ledger = $2 and n.topic = $3 and n.copy = $5 and n.acknowledged_at is null
       and o.tenant_id = $1 and o.ledger = $2 and o.topic = $3 and o.copy = $4 and o.acknowledged_at is not null
       and o.ledger_date = n.ledger_date and o.content = n.content and o.ordinal = n.ordinal`,
    [tx.tenantId, pair.ledger, pair.topic, pair.before, pair.after],
  );
}

/** Breaks of the new copy that nobody has acknowledged, from a date on. */
export async function listOpenBreaks(
  tx: TenantTx,
  key: Readonly<{ ledger: LedgerUid; topic: Topic; copy: CopyId; from: LedgerDate }>,
): Promise<
  Readonly<{
    subjectId: string;
    ledgerDate: LedgerDate;
    sequence: number;
    expected: bigint;
    found: bigint;
    amount: bigint;
  }>[]
> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    content: string;
    ordinal: number;
    sequence: bigint;
    expected: bigint;
    found: bigint;
    amount: bigint;
  }>(
    `select ledger_date, encode(content, 'hex') as content, ordinal, sequence, expected, found, amount from chain_break
     where tenant_id = $1 and ledger = $2 and topic = $3 and copy = $4 and ledger_date >= $5 and acknowledged_at is null order by sequence limit 1000`,
    [tx.tenantId, key.ledger, key.topic, key.copy, key.from],
  );
  return rows.map((row) => ({
    subjectId: `${key.ledger}:${key.topic}:${row.ledger_date}:${row.content}:${String(row.ordinal)}`,
    ledgerDate: row.ledger_date,
    sequence: Number(row.sequence),
    expected: row.expected,
    found: row.found,
    amount: row.amount,
  }));
}

/** Closes open issues about breaks of this topic that are not in the list. */
export async function resolveGoneBreaks(
  tx: TenantTx,
  gone: Readonly<{ ledger: LedgerUid; topic: Topic; standing: readonly string[]; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `update issue set resolved_at = to_timestamp($5 / 1000.0), resolved_by = 'system'
     where tenant_id = $1 and ledger = $2 and kind = 'chain-break' and resolved_at is null
       and subject_id like $3 and not (subject_id = any($4::text[]))`,
    [tx.tenantId, gone.ledger, `${gone.ledger}:${gone.topic}:%`, gone.standing, gone.nowMs],
  );
}

/** Removes rows of a retired copy, a bounded number a call. True when nothing of it is left. */
export async function purgeCopy(
  tx: TenantTx,
  key: Readonly<{ ledger: LedgerUid; topic: Topic; copy: CopyId }>,
  limit: number,
): Promise<boolean> {
  const rows = await tx.query<{ done: boolean }>("select installation.purge_copy($1, $2, $3, $4) as done", [
    key.ledger,
    key.topic,
    key.copy,
    limit,
  ]);
  return rows[0]?.done ?? true;
}
