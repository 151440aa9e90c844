import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankFileId } from "@/lib/core/ids";
import type { CsvLayout, CsvRole } from "@/lib/domain/bank/csv-layout";
import type { StatementFormat } from "@/lib/domain/bank/statement";
import { readStatementBatches } from "@/lib/formats/bank/read-statements";
import type { Spooled } from "@/lib/platform/spool";
import { reckonCoverage } from "@/lib/services/bank/reckon-coverage";
import { withStandingFindings } from "@/lib/services/bank/standing-findings";
import { tellLines } from "@/lib/services/bank/tell-lines";
import { createReading } from "@/lib/services/bank/write-statements";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { ringReconcile } from "@/lib/services/reconciliation/ring-reconcile";
import { recordAudit } from "@/lib/store/audit";
import { holdBankAccount } from "@/lib/store/bank-accounts";
import { beginFile, findFileByHash, finishFile } from "@/lib/store/bank-files";
import type { BankFileRow, Finding } from "@/lib/store/bank-files";
import { listCurrenciesOf } from "@/lib/store/bank-joins";
import { findKeepTexts } from "@/lib/store/bank-settings";
import { markDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

const NAME_MAX = 300;

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
  /** Nobody has agreed to the layout: what it reads is said to be in doubt. */
  isLayoutAssumed?: boolean;
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
  const name = plainName(input.name);
  const isNew = await beginFile(tx, {
    id,
    sha256: spooled.sha256,
    name,
    format: input.format,
    sizeBytes: spooled.sizeBytes,
    source: input.source,
    by: ctx.actor.name,
    nowMs,
  });
  if (!isNew) {
    const before = await findFileByHash(tx, spooled.sha256);
    const [known] = await withStandingFindings(tx, before === undefined ? [] : [before]);
    return knownBefore(tx, known);
  }
  const keepTexts = await findKeepTexts(tx);
  const reading = createReading(tx, ctx, { id, format: input.format, keepTexts });
  const options = { fileName: input.name, ...(input.csvLayout && { csvLayout: input.csvLayout }) };
  for await (const batch of readStatementBatches(spooled.read(), options)) {
    for (const event of batch) await reading.take(event);
  }
  const { statements, lines, pending, currencies, findings } = reading;
  if (statements.count === 0) throw new AppError("invalid_input", "the file holds no statement");
  // From here on against whoever matches the account, and against files that have it under another of its numbers.
  for (const account of [...currencies.keys()].toSorted()) await holdBankAccount(tx, account);
  const told = await tellLines(tx, id, { nowMs, currencyOf: (account) => currencies.get(account) ?? "" });
  for (const [account, amounts] of told.amounts) await markDue(tx, account, [...amounts]);
  const accounts = [...currencies.keys()];
  for (const account of accounts) {
    // Statements without lines cover dates too: what is missing in them is found by matching.
    if (!told.amounts.has(account)) await markDue(tx, account, [0n]);
    findings.push(...(await reckonCoverage(tx, account, id)));
  }
  if (input.isLayoutAssumed === true && input.csvLayout !== undefined)
    findings.push({ code: "layout-assumed", values: sayLayout(input.csvLayout) });
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
    after: { name, lines: String(lines.count), known: String(told.known) },
  });
  return { file: id, duplicate: false, accounts, ...counts };
}

/** The columns that matter most, by their names in the file, else by their numbers. */
function sayLayout({ columns, dateOrder }: CsvLayout): Finding["values"] {
  const named = (...roles: readonly CsvRole[]): string =>
    columns
      .filter(({ role }) => roles.includes(role))
      .map(({ name, index }) => name || `#${String(index + 1)}`)
      .join(", ");
  return { dates: named("bookingDate"), order: dateOrder, amounts: named("amount", "moneyIn", "moneyOut") };
}

/** A file's name as it can be kept: without what is no text, and of a length that a list can show. */
function plainName(given: string): string {
  const plain = given.slice(0, NAME_MAX).replaceAll(/[\p{Cc}\p{Surrogate}]/gu, " ");
  return plain.trim() || "statement";
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
