import type { BankAccountId, BankFileId } from "@/lib/core/ids";
import { coverageOf } from "@/lib/domain/bank/coverage";
import type { CoverageFinding } from "@/lib/domain/bank/coverage";
import { placeInFile } from "@/lib/domain/bank/file-parts";
import { seenLedgerDates } from "@/lib/domain/payout/life";
import { findBankAccount, replaceCoverage } from "@/lib/store/bank-accounts";
import type { CoverageRow } from "@/lib/store/bank-accounts";
import { listStatements } from "@/lib/store/bank-files";
import type { Finding, StatementRow } from "@/lib/store/bank-files";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Works out anew which dates of an account its statements cover. A statement that does not add up, or whose
 * reversals nobody can tell, covers nothing: lines may be missing from it. Returns what is wrong with those of a file.
 */
export async function reckonCoverage(
  tx: TenantTx,
  account: BankAccountId,
  file?: BankFileId,
): Promise<Finding[]> {
  const reckoned = await readCoverage(tx, account);
  await replaceCoverage(tx, account, await rowsOf(tx, account, reckoned));
  return tellFindings(reckoned.statements, reckoned.findings, file);
}

/** What an account's coverage should be, by its statements as they stand; nothing is written. */
export async function coverageByStatements(tx: TenantTx, account: BankAccountId): Promise<CoverageRow[]> {
  return rowsOf(tx, account, await readCoverage(tx, account));
}

async function rowsOf(tx: TenantTx, account: BankAccountId, { ranges }: Reckoned): Promise<CoverageRow[]> {
  const country = (await findBankAccount(tx, account))?.country ?? "NO";
  return ranges.map(({ from, to }) => {
    const seen = seenLedgerDates(country, from, to);
    return { from, to, ledgerFrom: seen?.from, ledgerThrough: seen?.through };
  });
}

type Reckoned = Readonly<{ statements: readonly StatementRow[] }> & ReturnType<typeof coverageOf>;

async function readCoverage(tx: TenantTx, account: BankAccountId): Promise<Reckoned> {
  const statements = await listStatements(tx, account);
  return { statements, ...coverageOf(statements.filter(addsUp).map(toCovering)) };
}

function tellFindings(
  statements: readonly StatementRow[],
  findings: readonly CoverageFinding[],
  file: BankFileId | undefined,
): Finding[] {
  const byId = new Map(statements.map((statement) => [statement.id as string, statement]));
  return findings.flatMap((finding) => {
    const concerned = concernedBy(finding).map((id) => byId.get(id));
    if (file !== undefined && !concerned.some((statement) => statement?.file === file)) return [];
    return [toFinding(finding, concerned[0])];
  });
}

/**
 * What is wrong with an account's statements as they stand: gaps and pages between them, and statements that cover
 * nothing because they do not add up.
 */
export async function findingsOf(tx: TenantTx, account: BankAccountId): Promise<Finding[]> {
  const { statements, findings } = await readCoverage(tx, account);
  const unsound = statements
    .filter((statement) => !addsUp(statement))
    .map((statement): Finding => {
      const name = statement.statementRef === "" ? statement.fileName : statement.statementRef;
      if (statement.reversals === "unknown")
        return { code: "reversals-unknown", values: { statement: name } };
      const difference = (statement.difference ?? 0n).toString();
      return {
        code: "statement-differs",
        values: { statement: name, difference, currency: statement.currency },
      };
    });
  return [...tellFindings(statements, findings, undefined), ...unsound];
}

function addsUp(statement: StatementRow): boolean {
  return (statement.difference ?? 0n) === 0n && statement.reversals !== "unknown";
}

function toCovering(statement: StatementRow): Parameters<typeof coverageOf>[0][number] {
  const { id, statementRef, sequence, page, importedOn } = statement;
  const { part, order } = placeInFile(statement.place);
  // Days that had not come when the file was taken in are not covered, whatever it says.
  const isOfFuture = statement.from !== undefined && statement.from > importedOn;
  const from = isOfFuture ? undefined : statement.from;
  const last = statement.to === undefined || statement.to <= importedOn ? statement.to : importedOn;
  const to = isOfFuture ? undefined : last;
  return {
    id,
    statementId: statementRef,
    sequence,
    page,
    place: { file: `${statement.file} ${String(part)}`, order },
    from,
    to,
    opening: statement.opening === undefined ? undefined : { amount: statement.opening, date: from },
    closing: statement.closing === undefined ? undefined : { amount: statement.closing, date: to },
  };
}

function concernedBy(finding: CoverageFinding): readonly string[] {
  return "statement" in finding ? [finding.statement] : [finding.after, finding.before];
}

function toFinding(finding: CoverageFinding, statement: StatementRow | undefined): Finding {
  const name = statement?.statementRef ?? "";
  switch (finding.kind) {
    case "gap":
      return { code: "gap", values: { from: finding.from, to: finding.to } };
    case "balance-jump":
      return {
        code: "balance-jump",
        values: { on: finding.on, difference: finding.difference.toString() },
      };
    case "page-missing":
      return { code: "page-missing", values: { statement: name, pages: finding.pages.join(", ") } };
    default:
      return { code: "pages-out-of-order", values: { statement: name } };
  }
}
