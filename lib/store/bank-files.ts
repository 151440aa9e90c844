import type { BankAccountId, BankFileId, BankStatementId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { StatementFormat } from "@/lib/domain/bank/statement";
import type { TenantTx } from "@/lib/store/tenant";

/** A file of statements that was taken in whole. */
export type BankFileRow = Readonly<{
  id: BankFileId;
  name: string;
  format: StatementFormat;
  sizeBytes: bigint;
  source: "browser" | "api" | "cli";
  importedAt: string;
  importedBy: string;
  statements: number;
  lines: number;
  /** Of the lines those that other files had already. */
  known: number;
  pending: number;
  findings: readonly Finding[];
}>;

/** Something in a file that did not add up: a word for the catalogue of messages, with values. */
export type Finding = Readonly<{ code: string; values: Readonly<Record<string, string>> }>;

type Row = {
  id: BankFileId;
  name: string;
  format: StatementFormat;
  size_bytes: bigint;
  source: "browser" | "api" | "cli";
  imported_at: string;
  imported_by: string;
  statements: number;
  lines: number;
  known: number;
  pending: number;
  findings: Finding[];
};

const COLUMNS =
  "id, name, format, size_bytes, source, imported_at, imported_by, statements, lines, known, pending, findings";

function toFile(row: Row): BankFileRow {
  return {
    id: row.id,
    name: row.name,
    format: row.format,
    sizeBytes: row.size_bytes,
    source: row.source,
    importedAt: row.imported_at,
    importedBy: row.imported_by,
    statements: row.statements,
    lines: row.lines,
    known: row.known,
    pending: row.pending,
    findings: row.findings,
  };
}

/** The file of these bytes, if the firm has taken it in. */
export async function findFileByHash(tx: TenantTx, sha256: Uint8Array): Promise<BankFileRow | undefined> {
  const rows = await tx.query<Row>(`select ${COLUMNS} from bank_file where tenant_id = $1 and sha256 = $2`, [
    tx.tenantId,
    sha256,
  ]);
  return rows[0] && toFile(rows[0]);
}

export async function findFile(tx: TenantTx, id: BankFileId): Promise<BankFileRow | undefined> {
  const rows = await tx.query<Row>(`select ${COLUMNS} from bank_file where tenant_id = $1 and id = $2`, [
    tx.tenantId,
    id,
  ]);
  return rows[0] && toFile(rows[0]);
}

/** Files that were taken in, newest first; of one account when it is named. */
export async function listFiles(
  tx: TenantTx,
  filter: Readonly<{
    account?: string | undefined;
    after?: Readonly<{ importedAt: string; id: string }> | undefined;
    limit: number;
  }>,
): Promise<BankFileRow[]> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from bank_file f where tenant_id = $1
       and ($2::timestamptz is null or (imported_at, id) < ($2, $3::uuid))
       and ($4::uuid is null or exists (select from bank_statement s where s.tenant_id = f.tenant_id and s.file = f.id and s.account = $4))
     order by imported_at desc, id desc limit $5`,
    [
      tx.tenantId,
      filter.after?.importedAt ?? null,
      filter.after?.id ?? null,
      filter.account ?? null,
      filter.limit,
    ],
  );
  return rows.map(toFile);
}

export type NewFile = Readonly<{
  id: BankFileId;
  sha256: Uint8Array;
  name: string;
  format: StatementFormat;
  sizeBytes: number;
  source: "browser" | "api" | "cli";
  by: string;
  nowMs: number;
}>;

/** Begins a file: its counts follow at the end of the transaction. False when the same bytes are there already. */
export async function beginFile(tx: TenantTx, file: NewFile): Promise<boolean> {
  const count = await tx.execute(
    `insert into bank_file (tenant_id, id, sha256, name, format, size_bytes, source, imported_at, imported_by, statements, lines, known, pending)
     values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8 / 1000.0), $9, 0, 0, 0, 0) on conflict (tenant_id, sha256) do nothing`,
    [
      tx.tenantId,
      file.id,
      file.sha256,
      file.name,
      file.format,
      file.sizeBytes,
      file.source,
      file.nowMs,
      file.by,
    ],
  );
  return count > 0;
}

export async function finishFile(
  tx: TenantTx,
  id: BankFileId,
  counts: Pick<BankFileRow, "statements" | "lines" | "known" | "pending" | "findings">,
): Promise<void> {
  await tx.execute(
    "update bank_file set statements = $3, lines = $4, known = $5, pending = $6, findings = $7 where tenant_id = $1 and id = $2",
    [
      tx.tenantId,
      id,
      counts.statements,
      counts.lines,
      counts.known,
      counts.pending,
      JSON.stringify(counts.findings),
    ],
  );
}

export async function deleteFile(tx: TenantTx, id: BankFileId): Promise<void> {
  await tx.execute("delete from bank_file where tenant_id = $1 and id = $2", [tx.tenantId, id]);
}

export type NewStatement = Readonly<{
  id: BankStatementId;
  file: BankFileId;
  place: number;
  account: BankAccountId;
  currency: string;
  statementRef: string;
  sequence: number | undefined;
  page: Readonly<{ number: number; isLast: boolean }> | undefined;
}>;

export async function beginStatement(tx: TenantTx, statement: NewStatement): Promise<void> {
  await tx.execute(
    `insert into bank_statement (tenant_id, id, file, place, account, currency, statement_ref, sequence, page, is_last_page, is_stated, reversals, lines)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, false, 'none', 0)`,
    [
      tx.tenantId,
      statement.id,
      statement.file,
      statement.place,
      statement.account,
      statement.currency,
      statement.statementRef,
      statement.sequence ?? null,
      statement.page?.number ?? null,
      statement.page?.isLast ?? null,
    ],
  );
}

/** What is known of a statement when its end was read. */
export type StatementEnd = Readonly<{
  /** Within its file: `lib/domain/bank/file-parts.ts`. */
  place: number;
  from: LedgerDate | undefined;
  to: LedgerDate | undefined;
  isStated: boolean;
  opening: bigint | undefined;
  closing: bigint | undefined;
  difference: bigint | undefined;
  reversals: "none" | "stated" | "inverted" | "unknown";
  lines: number;
}>;

export async function finishStatement(tx: TenantTx, id: BankStatementId, end: StatementEnd): Promise<void> {
  await tx.execute(
    `update bank_statement set from_date = $3, to_date = $4, is_stated = $5, opening = $6, closing = $7, difference = $8, reversals = $9, lines = $10, place = $11
     where tenant_id = $1 and id = $2`,
    [
      tx.tenantId,
      id,
      end.from ?? null,
      end.to ?? null,
      end.isStated,
      end.opening ?? null,
      end.closing ?? null,
      end.difference ?? null,
      end.reversals,
      end.lines,
      end.place,
    ],
  );
}

/** A statement as coverage is reckoned from it. */
export type StatementRow = Readonly<{
  id: BankStatementId;
  file: BankFileId;
  /** Within its file. */
  place: number;
  fileName: string;
  currency: string;
  /** The day (UTC) on which its file was taken in: nothing later can be in it, whatever it says. */
  importedOn: LedgerDate;
  statementRef: string;
  sequence: number | undefined;
  page: Readonly<{ number: number; isLast: boolean }> | undefined;
  from: LedgerDate | undefined;
  to: LedgerDate | undefined;
  isStated: boolean;
  opening: bigint | undefined;
  closing: bigint | undefined;
  difference: bigint | undefined;
  reversals: "none" | "stated" | "inverted" | "unknown";
  lines: number;
}>;

/** The statements of an account, oldest period first; `limit` of the newest when it is given. */
export async function listStatements(
  tx: TenantTx,
  account: BankAccountId,
  limit = 20_000,
): Promise<StatementRow[]> {
  const rows = await tx.query<{
    id: BankStatementId;
    file: BankFileId;
    place: number;
    file_name: string;
    currency: string;
    imported_on: LedgerDate;
    statement_ref: string;
    sequence: number | null;
    page: number | null;
    is_last_page: boolean | null;
    from_date: LedgerDate | null;
    to_date: LedgerDate | null;
    is_stated: boolean;
    opening: bigint | null;
    closing: bigint | null;
    difference: bigint | null;
    reversals: "none" | "stated" | "inverted" | "unknown";
    lines: number;
  }>(
    `select * from (
       select s.id, s.file, s.place, f.name as file_name, (f.imported_at at time zone 'UTC')::date as imported_on, s.currency, s.statement_ref, s.sequence, s.page, s.is_last_page, s.from_date, s.to_date, s.is_stated,
         s.opening, s.closing, s.difference, s.reversals, s.lines
       from bank_statement s join bank_file f on f.tenant_id = s.tenant_id and f.id = s.file
       where s.tenant_id = $1 and s.account = $2 order by s.from_date desc nulls last, s.to_date desc, s.sequence desc, s.page desc, s.id desc limit $3) x
     order by x.from_date nulls first, x.to_date, x.sequence, x.page, x.id`,
    [tx.tenantId, account, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    file: row.file,
    place: row.place,
    fileName: row.file_name,
    currency: row.currency,
    importedOn: row.imported_on,
    statementRef: row.statement_ref,
    sequence: row.sequence ?? undefined,
    page: row.page === null ? undefined : { number: row.page, isLast: row.is_last_page ?? false },
    from: row.from_date ?? undefined,
    to: row.to_date ?? undefined,
    isStated: row.is_stated,
    opening: row.opening ?? undefined,
    closing: row.closing ?? undefined,
    difference: row.difference ?? undefined,
    reversals: row.reversals,
    lines: row.lines,
  }));
}
