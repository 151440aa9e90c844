import type { BankLineId, LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Topic } from "@/lib/domain/ledger/states";
import type { EntryKey } from "@/lib/store/matches";
import type { TenantTx } from "@/lib/store/tenant";

/** Pairs that a person has said are none. */
export async function insertRejections(
  tx: TenantTx,
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
  by: Readonly<{ name: string; nowMs: number }>,
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(
    `insert into match_rejection (tenant_id, line, ledger, topic, ledger_date, content, ordinal, rejected_at, rejected_by)
     select $1, w.line, w.ledger, w.topic, w.d, w.c, w.o, to_timestamp($8 / 1000.0), $9
     from unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bytea[], $7::int[]) as w(line, ledger, topic, d, c, o) on conflict do nothing`,
    [tx.tenantId, ...pairColumns(pairs), by.nowMs, by.name],
  );
}

export async function deleteRejections(
  tx: TenantTx,
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
): Promise<void> {
  if (pairs.length === 0) return;
  await tx.execute(
    `delete from match_rejection r using unnest($2::uuid[], $3::uuid[], $4::text[], $5::date[], $6::bytea[], $7::int[]) as w(line, ledger, topic, d, c, o)
     where r.tenant_id = $1 and r.line = w.line and r.ledger = w.ledger and r.topic = w.topic and r.ledger_date = w.d and r.content = w.c and r.ordinal = w.o`,
    [tx.tenantId, ...pairColumns(pairs)],
  );
}

function pairColumns(
  pairs: readonly Readonly<{ line: BankLineId; entry: EntryKey }>[],
): readonly (string | number)[][] {
  return [
    pairs.map((pair) => pair.line),
    pairs.map((pair) => pair.entry.ledger),
    pairs.map((pair) => pair.entry.topic),
    pairs.map((pair) => pair.entry.ledgerDate),
    pairs.map((pair) => `\\x${pair.entry.content}`),
    pairs.map((pair) => pair.entry.ordinal),
  ];
}

/** Rejected pairs of these lines. */
export async function listRejections(
  tx: TenantTx,
  lines: readonly BankLineId[],
): Promise<Readonly<{ line: BankLineId; entry: EntryKey }>[]> {
  const rows = await tx.query<{
    line: BankLineId;
    ledger: LedgerUid;
    topic: Topic;
    ledger_date: LedgerDate;
    content: string;
    ordinal: number;
  }>(
    `select line, ledger, topic, ledger_date, encode(content, 'hex') as content, ordinal from match_rejection
     where tenant_id = $1 and line = any($2::uuid[])`,
    [tx.tenantId, lines],
  );
  return rows.map((row) => ({
    line: row.line,
    entry: {
      ledger: row.ledger,
      topic: row.topic,
      ledgerDate: row.ledger_date,
      content: row.content,
      ordinal: row.ordinal,
    },
  }));
}
