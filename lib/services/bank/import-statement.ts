import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankFileId, BankStatementId } from "@/lib/core/ids";
import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import { digestText, maySettle } from "@/lib/domain/bank/line-text";
import type { StatementEvent, StatementFormat, StatementLine } from "@/lib/domain/bank/statement";
import { readStatements } from "@/lib/formats/bank/read-statements";
import { hashHex } from "@/lib/platform/hash";
import type { Spooled } from "@/lib/platform/spool";
import { accountOfStatement } from "@/lib/services/bank/account-of-statement";
import { reckonCoverage } from "@/lib/services/bank/reckon-coverage";
import { tellLines } from "@/lib/services/bank/tell-lines";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringReconcile } from "@/lib/services/reconciliation/ring-reconcile";
import { recordAudit } from "@/lib/store/audit";
import {
  beginFile,
  beginStatement,
  findFileByHash,
  finishFile,
  finishStatement,
} from "@/lib/store/bank-files";
import type { BankFileRow, Finding } from "@/lib/store/bank-files";
import { listCurrenciesOf } from "@/lib/store/bank-joins";
import { insertSources, turnOrder, turnSources } from "@/lib/store/bank-sources";
import type { NewSource } from "@/lib/store/bank-sources";
import { findKeepTexts } from "@/lib/store/bank-settings";
import { listPayoutAmounts, markDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Lines written at a time. */
const LINES_AT_ONCE = 1_000;

export type ImportReport = Readonly<{
  file: BankFileId;
  /** The same bytes were taken in before: nothing has changed. */
  duplicate: boolean;
  statements: number;
  lines: number;
  /** Lines that other files had already. */
  known: number;
  pending: number;
  accounts: readonly BankAccountId[];
  findings: readonly Finding[];
}>;

export type StatementFile = Readonly<{
  name: string;
  source: "browser" | "api" | "cli";
  format: StatementFormat;
  spooled: Spooled;
  csvLayout?: CsvLayout | undefined;
}>;

/**
 * Takes in a file of bank statements, whole or not at all: one transaction, in constant memory. The same file, and
 * the same line in another file, counts once. Throws: forbidden; invalid_input with line, column and what was
 * expected, and nothing of the file is kept.
 */
export async function importStatement(ctx: ServiceContext, input: StatementFile): Promise<ImportReport> {
  requirePermission(ctx, "bank.import");
  const report = await withTenant(ctx.database, ctx, (tx) => takeIn(tx, ctx, input));
  if (!report.duplicate) await ringReconcile(ctx);
  return report;
}

async function takeIn(tx: TenantTx, ctx: ServiceContext, input: StatementFile): Promise<ImportReport> {
  const { spooled } = input;
  const nowMs = ctx.clock.nowMs();
  const id = newId<"bank-file">(nowMs) as BankFileId;
  const isNew = await beginFile(tx, {
    id,
    sha256: spooled.sha256,
    name: input.name.slice(0, 300) || "statement",
    format: input.format,
    sizeBytes: spooled.sizeBytes,
    source: input.source,
    by: ctx.actor.name,
    nowMs,
  });
  if (!isNew) return knownBefore(tx, await findFileByHash(tx, spooled.sha256));
  const keepTexts = await findKeepTexts(tx);
  const reading = createReading(tx, ctx, { id, format: input.format, keepTexts });
  const options = { fileName: input.name, ...(input.csvLayout && { csvLayout: input.csvLayout }) };
  for await (const event of readStatements(spooled.read(), options)) await reading.take(event);
  const { statements, lines, pending, currencies, findings } = reading;
  if (statements.count === 0) throw new AppError("invalid_input", "the file holds no statement");
  const told = await tellLines(tx, id, { nowMs, currencyOf: (account) => currencies.get(account) ?? "" });
  for (const [account, amounts] of told.amounts) await markDue(tx, account, [...amounts]);
  const accounts = [...currencies.keys()];
  for (const account of accounts) {
    // Statements without lines cover dates too: what is missing in them is found by matching.
    if (!told.amounts.has(account)) await markDue(tx, account, [0n]);
    findings.push(...(await reckonCoverage(tx, account, id)));
  }
  const counts = {
    statements: statements.count,
    lines: lines.count,
    known: told.known,
    pending: pending.count,
    findings,
  };
  await finishFile(tx, id, counts);
  await recordAudit(tx, ctx, {
    action: "bank.file-imported",
    subjectType: "bank-file",
    subjectId: id,
    after: { name: input.name, lines: String(lines.count), known: String(told.known) },
  });
  return { file: id, duplicate: false, accounts, ...counts };
}

async function knownBefore(tx: TenantTx, file: BankFileRow | undefined): Promise<ImportReport> {
  if (file === undefined) throw new AppError("conflict", "the same file is being taken in just now");
  return {
    file: file.id,
    duplicate: true,
    statements: file.statements,
    lines: file.lines,
    known: file.lines,
    pending: file.pending,
    accounts: [...(await listCurrenciesOf(tx, file.id)).keys()],
    findings: file.findings,
  };
}

type Counter = { count: number };

type Reading = Readonly<{
  take: (event: StatementEvent) => Promise<void>;
  statements: Counter;
  lines: Counter;
  pending: Counter;
  currencies: ReadonlyMap<BankAccountId, string>;
  findings: Finding[];
}>;

type OpenStatement = {
  id: BankStatementId;
  account: BankAccountId;
  currency: string;
  name: string;
  isRepeat: boolean;
  places: number;
  reversals: number[];
  batch: StatementLine[];
  firstDate: string | undefined;
  lastDate: string | undefined;
};

/** Writes what the file is read as, statement by statement. */
function createReading(
  tx: TenantTx,
  ctx: ServiceContext,
  file: Readonly<{ id: BankFileId; format: StatementFormat; keepTexts: "all" | "settlement" }>,
): Reading {
  const [statements, lines, pending] = [{ count: 0 }, { count: 0 }, { count: 0 }];
  const currencies = new Map<BankAccountId, string>();
  const findings: Finding[] = [];
  const seen = new Set<string>();
  let open: OpenStatement | undefined;

  async function begin(event: Extract<StatementEvent, { kind: "statement" }>): Promise<void> {
    const { account, currency, isServed } = await accountOfStatement(tx, event, ctx.clock.nowMs());
    currencies.set(account, currency);
    statements.count += 1;
    const { statementId, sequence, page } = event;
    // Some banks put a statement into a file twice; what has no number of its own cannot be told so.
    const saying = JSON.stringify([account, statementId, sequence ?? "", page?.number ?? ""]);
    const isRepeat = statementId !== "" && seen.has(saying);
    seen.add(saying);
    const name = statementId === "" ? String(statements.count) : statementId;
    if (isRepeat) findings.push({ code: "statement-repeated", values: { statement: name } });
    if (!isServed) findings.push({ code: "account-unknown", values: { account: event.account.id } });
    const id = newId<"bank-statement">(ctx.clock.nowMs()) as BankStatementId;
    open = {
      id,
      account,
      currency,
      name,
      isRepeat,
      places: 0,
      reversals: [],
      batch: [],
      firstDate: undefined,
      lastDate: undefined,
    };
    if (isRepeat) return;
    await beginStatement(tx, {
      id,
      file: file.id,
      place: statements.count,
      account,
      currency,
      statementRef: statementId,
      sequence,
      page,
    });
  }

  async function flush(statement: OpenStatement): Promise<void> {
    const { batch } = statement;
    statement.batch = [];
    if (batch.length === 0 || statement.isRepeat) return;
    const amounts =
      file.keepTexts === "all"
        ? undefined
        : await listPayoutAmounts(tx, statement.account, [...new Set(batch.map((line) => line.amount))]);
    const sources = batch.map((line): NewSource => {
      statement.places += 1;
      if (line.isReversal) statement.reversals.push(statement.places);
      const isKept =
        amounts === undefined ||
        amounts.has(line.amount) ||
        maySettle([...line.texts, ...line.details.flatMap((detail) => detail.texts)]);
      return {
        place: statement.places,
        bookingDate: line.bookingDate,
        valueDate: line.valueDate,
        amount: line.amount,
        bankReference: line.bankReference,
        digest: hashHex(digestText(line.texts)).slice(0, 32),
        fileLine: line.place.line,
        texts: isKept ? textsOf(line, statement.currency) : undefined,
      };
    });
    await insertSources(
      tx,
      { statement: statement.id, account: statement.account, format: file.format },
      sources,
    );
  }

  async function end(
    event: Extract<StatementEvent, { kind: "end" }>,
    statement: OpenStatement,
  ): Promise<void> {
    await flush(statement);
    pending.count += event.pendingCount;
    if (statement.isRepeat) return;
    lines.count += event.lineCount;
    if (event.reversals === "inverted") await turnSources(tx, statement.id, statement.reversals);
    const { firstDate, lastDate } = statement;
    if (firstDate !== undefined && lastDate !== undefined && firstDate > lastDate)
      await turnOrder(tx, statement.id);
    await finishStatement(tx, statement.id, {
      from: event.from,
      to: event.to,
      isStated: event.isPeriodStated,
      opening: event.opening?.amount,
      closing: event.closing?.amount,
      difference: event.difference,
      reversals: event.reversals,
      lines: event.lineCount,
    });
    if (event.difference !== undefined && event.difference !== 0n) {
      const { currency } = statement;
      findings.push({
        code: "statement-differs",
        values: { statement: statement.name, difference: event.difference.toString(), currency },
      });
    }
    if (event.reversals === "unknown")
      findings.push({ code: "reversals-unknown", values: { statement: statement.name } });
  }

  return {
    statements,
    lines,
    pending,
    currencies,
    findings,
    take: async (event) => {
      if (event.kind === "statement") return begin(event);
      if (open === undefined) throw new AppError("invalid_input", "the file has lines before a statement");
      if (event.kind === "end") return end(event, open);
      open.firstDate ??= event.line.bookingDate;
      open.lastDate = event.line.bookingDate;
      open.batch.push(event.line);
      if (open.batch.length >= LINES_AT_ONCE) await flush(open);
    },
  };
}

/** What is kept of a line's words. */
function textsOf(line: StatementLine, currency: string): string {
  return JSON.stringify({
    currency,
    valueDate: line.valueDate ?? null,
    texts: line.texts,
    details: line.details.map((detail) => ({ amount: detail.amount.toString(), texts: detail.texts })),
  });
}
