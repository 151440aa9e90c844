import type { BankAccountId, BankFileId, BankLineId, BankStatementId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LineText, StatementFormat } from "@/lib/domain/bank/statement";
import type { TenantTx } from "@/lib/store/tenant";

/** One line as one statement has it, to be told apart from others later in the same transaction. */
export type NewSource = Readonly<{
  place: number;
  bookingDate: LedgerDate;
  valueDate: LedgerDate | undefined;
  amount: bigint;
  bankReference: string;
  /** Of the normalised text, as hex. */
  digest: string;
  fileLine: number;
  /** Texts and details as JSON; undefined: only the digest is kept. */
  texts: string | undefined;
}>;

export async function insertSources(
  tx: TenantTx,
  of: Readonly<{ statement: BankStatementId; account: BankAccountId; format: StatementFormat }>,
  sources: readonly NewSource[],
): Promise<void> {
  if (sources.length === 0) return;
  await tx.execute(
    `insert into bank_line_source (tenant_id, statement, account, format, place, booking_date, amount, bank_reference, digest, file_line, texts)
     select $1, $2, $3, $4, * from unnest($5::int[], $6::date[], $7::bigint[], $8::text[], $9::bytea[], $10::int[], $11::jsonb[])`,
    [
      tx.tenantId,
      of.statement,
      of.account,
      of.format,
      sources.map((source) => source.place),
      sources.map((source) => source.bookingDate),
      sources.map((source) => source.amount.toString()),
      sources.map((source) => source.bankReference),
      sources.map((source) => `\\x${source.digest}`),
      sources.map((source) => source.fileLine),
      sources.map((source) => source.texts ?? null),
    ],
  );
}

/** A statement that runs newest first: its places count downwards, so that order is always oldest first. */
export async function turnOrder(tx: TenantTx, statement: BankStatementId): Promise<void> {
  await tx.execute("update bank_line_source set place = -place where tenant_id = $1 and statement = $2", [
    tx.tenantId,
    statement,
  ]);
}

/** Turns the sign of the statement's lines at these places: what its own arithmetic says of reversals. */
export async function turnSources(
  tx: TenantTx,
  statement: BankStatementId,
  places: readonly number[],
): Promise<void> {
  await tx.execute(
    "update bank_line_source set amount = -amount where tenant_id = $1 and statement = $2 and place = any($3::int[])",
    [tx.tenantId, statement, places],
  );
}

/** Where lines meet. */
export type Meeting = Readonly<{ account: BankAccountId; bookingDate: LedgerDate; amount: bigint }>;

/** The next meetings that the file has lines in, in order; begin without `after`. */
export async function listMeetings(
  tx: TenantTx,
  file: BankFileId,
  after: Meeting | undefined,
  limit: number,
): Promise<Meeting[]> {
  const rows = await tx.query<{ account: BankAccountId; booking_date: LedgerDate; amount: bigint }>(
    `select distinct b.account, b.booking_date, b.amount
     from bank_statement s join bank_line_source b on b.tenant_id = s.tenant_id and b.statement = s.id
     where s.tenant_id = $1 and s.file = $2 and ($3::uuid is null or (b.account, b.booking_date, b.amount) > ($3, $4::date, $5::bigint))
     order by b.account, b.booking_date, b.amount limit $6`,
    [tx.tenantId, file, after?.account ?? null, after?.bookingDate ?? null, after?.amount ?? null, limit],
  );
  return rows.map((row) => ({ account: row.account, bookingDate: row.booking_date, amount: row.amount }));
}

/** A source with the line that it has been told to be. */
export type SourceRow = Meeting &
  Readonly<{
    statement: BankStatementId;
    place: number;
    file: BankFileId;
    /** Of the statement within its file. */
    statementPlace: number;
    format: StatementFormat;
    bankReference: string;
    digest: string;
    texts: SourceTexts | undefined;
    line: BankLineId | undefined;
  }>;

/** What is kept of a line's words: its value date, its texts, and the transactions within it. Amounts as texts. */
export type SourceTexts = Readonly<{
  currency: string;
  valueDate: LedgerDate | null;
  texts: readonly LineText[];
  details: readonly Readonly<{ amount: string; texts: readonly LineText[] }>[];
}>;

/** Every source of these meetings, in an order that depends on nothing but the files. */
export async function listSourcesOf(tx: TenantTx, meetings: readonly Meeting[]): Promise<SourceRow[]> {
  const rows = await tx.query<{
    account: BankAccountId;
    booking_date: LedgerDate;
    amount: bigint;
    statement: BankStatementId;
    place: number;
    file: BankFileId;
    statement_place: number;
    format: StatementFormat;
    bank_reference: string;
    digest: string;
    texts: SourceTexts | null;
    line: BankLineId | null;
  }>(
    `select b.account, b.booking_date, b.amount, b.statement, b.place, s.file, s.place as statement_place, b.format,
       b.bank_reference, encode(b.digest, 'hex') as digest, b.texts, b.line
     from unnest($2::uuid[], $3::date[], $4::bigint[]) as w(account, booking_date, amount)
     join bank_line_source b on b.tenant_id = $1 and b.account = w.account and b.booking_date = w.booking_date and b.amount = w.amount
     join bank_statement s on s.tenant_id = b.tenant_id and s.id = b.statement
     order by b.account, b.booking_date, b.amount, b.statement, b.place`,
    [
      tx.tenantId,
      meetings.map((meeting) => meeting.account),
      meetings.map((meeting) => meeting.bookingDate),
      meetings.map((meeting) => meeting.amount.toString()),
    ],
  );
  return rows.map((row) => ({
    account: row.account,
    bookingDate: row.booking_date,
    amount: row.amount,
    statement: row.statement,
    place: row.place,
    file: row.file,
    statementPlace: row.statement_place,
    format: row.format,
    bankReference: row.bank_reference,
    digest: row.digest,
    texts: row.texts ?? undefined,
    line: row.line ?? undefined,
  }));
}

/** A line that the sources say there is. */
export type LineWritten = Meeting &
  Readonly<{
    id: BankLineId;
    valueDate: LedgerDate | undefined;
    currency: string;
    bankReference: string;
    texts: readonly LineText[] | undefined;
    details: readonly Readonly<{ amount: string; texts: readonly LineText[] }>[];
    kind: "settlement" | "other";
  }>;

/** Writes lines, new ones and ones that another file tells more of. What a person has said of a line stays. */
export async function writeLines(tx: TenantTx, lines: readonly LineWritten[]): Promise<void> {
  if (lines.length === 0) return;
  await tx.execute(
    `insert into bank_line as l (tenant_id, id, account, booking_date, value_date, currency, amount, bank_reference, texts, details, kind)
     select $1, * from unnest($2::uuid[], $3::uuid[], $4::date[], $5::date[], $6::char(3)[], $7::bigint[], $8::text[], $9::jsonb[], $10::jsonb[], $11::text[])
     on conflict (tenant_id, id) do update set texts = excluded.texts, details = excluded.details, bank_reference = excluded.bank_reference,
       value_date = excluded.value_date, kind = case when l.kind = 'other' then excluded.kind else l.kind end`,
    [
      tx.tenantId,
      lines.map((line) => line.id),
      lines.map((line) => line.account),
      lines.map((line) => line.bookingDate),
      lines.map((line) => line.valueDate ?? null),
      lines.map((line) => line.currency),
      lines.map((line) => line.amount.toString()),
      lines.map((line) => line.bankReference),
      lines.map((line) => (line.texts === undefined ? null : JSON.stringify(line.texts))),
      lines.map((line) => JSON.stringify(line.details)),
      lines.map((line) => line.kind),
    ],
  );
}

/** Says which line each source is. */
export async function tellSources(
  tx: TenantTx,
  sources: readonly Readonly<{
    statement: BankStatementId;
    place: number;
    /** Undefined: none any more, because the source is about to go. */
    line: BankLineId | undefined;
  }>[],
): Promise<void> {
  if (sources.length === 0) return;
  await tx.execute(
    `update bank_line_source b set line = w.line from unnest($2::uuid[], $3::int[], $4::uuid[]) as w(statement, place, line)
     where b.tenant_id = $1 and b.statement = w.statement and b.place = w.place and b.line is distinct from w.line`,
    [
      tx.tenantId,
      sources.map((source) => source.statement),
      sources.map((source) => source.place),
      sources.map((source) => source.line ?? null),
    ],
  );
}

/**
 * Lines of these that no source speaks for any more go; what a match once held of them stays, and is marked as gone.
 * Their matches must have been undone.
 */
export async function dropLinesWithoutSource(tx: TenantTx, lines: readonly BankLineId[]): Promise<void> {
  const orphaned = `l.tenant_id = $1 and l.id = any($2::uuid[])
    and not exists (select from bank_line_source b where b.tenant_id = l.tenant_id and b.line = l.id)`;
  await tx.execute(
    `delete from match_rejection r using bank_line l where ${orphaned} and r.tenant_id = l.tenant_id and r.line = l.id`,
    [tx.tenantId, lines],
  );
  await tx.execute(
    `delete from bank_line l where ${orphaned} and not exists (select from match_part p where p.tenant_id = l.tenant_id and p.line = l.id)`,
    [tx.tenantId, lines],
  );
  await tx.execute(`update bank_line l set kind = 'gone' where ${orphaned}`, [tx.tenantId, lines]);
}
