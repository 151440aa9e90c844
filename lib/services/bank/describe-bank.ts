import type { BankAccount, BankFile, BankStatement } from "@/lib/contracts/bank";
import { writeAccountNumber } from "@/lib/domain/bank/account-number";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import type { BankAccountListed } from "@/lib/store/bank-accounts";
import type { BankFileRow, StatementRow } from "@/lib/store/bank-files";

/** A number as machines keep it and as people write it. */
export function describeNumber(number: AccountNumber): BankAccount["numbers"][number] {
  return { scheme: number.scheme, id: number.id, written: writeAccountNumber(number) };
}

export function describeAccount(row: BankAccountListed): BankAccount {
  return {
    id: row.id,
    name: row.name ?? null,
    numbers: row.numbers.map(describeNumber),
    country: row.country,
    currency: row.currency ?? null,
    merchants: row.merchants.map(({ id, name }) => ({ id, name })),
    ledgers: row.ledgers.length,
    coveredFrom: row.coveredFrom ?? null,
    coveredThrough: row.coveredThrough ?? null,
    gaps: row.gaps,
    openItems: row.openItems,
  };
}

export function describeFile(row: BankFileRow): BankFile {
  return {
    id: row.id,
    name: row.name,
    format: row.format,
    sizeBytes: Number(row.sizeBytes),
    source: row.source,
    importedAt: row.importedAt,
    importedBy: row.importedBy,
    statements: row.statements,
    lines: row.lines,
    known: row.known,
    pending: row.pending,
    findings: row.findings.map(({ code, values }) => ({ code, values: { ...values } })),
  };
}

export function describeStatement(row: StatementRow): BankStatement {
  return {
    id: row.id,
    fileId: row.file,
    fileName: row.fileName,
    statementId: row.statementRef === "" ? null : row.statementRef,
    sequence: row.sequence ?? null,
    from: row.from ?? null,
    to: row.to ?? null,
    opening: row.opening ?? null,
    closing: row.closing ?? null,
    difference: row.difference ?? null,
    lines: row.lines,
  };
}
