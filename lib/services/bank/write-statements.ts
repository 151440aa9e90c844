import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { BankAccountId, BankFileId, BankStatementId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { createFileParts, isOrder, toPlace } from "@/lib/domain/bank/file-parts";
import { digestText, maySettle } from "@/lib/domain/bank/line-text";
import type { StatementEvent, StatementFormat, StatementLine } from "@/lib/domain/bank/statement";
import { hashHex } from "@/lib/platform/hash";
import { accountOfStatement } from "@/lib/services/bank/account-of-statement";
import type { ServiceContext } from "@/lib/services/context";
import { beginStatement, finishStatement } from "@/lib/store/bank-files";
import type { Finding } from "@/lib/store/bank-files";
import { insertSources, turnOrder, turnSources } from "@/lib/store/bank-sources";
import type { NewSource } from "@/lib/store/bank-sources";
import { listPayoutAmounts } from "@/lib/store/reconcile";
import type { TenantTx } from "@/lib/store/tenant";

/** Lines written at a time. */
const LINES_AT_ONCE = 1_000;

type Counter = { count: number };

/** What a file is read as, while it is written. */
export type Reading = Readonly<{
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
  /** Among the statements of the file. */
  order: number;
  inner: number;
  format: StatementFormat;
  /** What a repeat of it says as well; undefined without an id of its own. */
  saying: string | undefined;
  places: number;
  reversals: number[];
  batch: StatementLine[];
  firstDate: LedgerDate | undefined;
  lastDate: LedgerDate | undefined;
};

/** Writes what the file is read as, statement by statement. */
export function createReading(
  tx: TenantTx,
  ctx: ServiceContext,
  file: Readonly<{ id: BankFileId; format: StatementFormat; keepTexts: "all" | "settlement" }>,
): Reading {
  const [statements, lines, pending] = [{ count: 0 }, { count: 0 }, { count: 0 }];
  const currencies = new Map<BankAccountId, string>();
  const findings: Finding[] = [];
  const partOf = createFileParts();
  let open: OpenStatement | undefined;

  async function begin(event: Extract<StatementEvent, { kind: "statement" }>): Promise<void> {
    const { account, currency, isServed } = await accountOfStatement(tx, event, ctx.clock.nowMs());
    if (!isServed && !currencies.has(account))
      findings.push({ code: "account-unknown", values: { account: event.account.id, accountId: account } });
    currencies.set(account, currency);
    statements.count += 1;
    if (!isOrder(statements.count)) throw new AppError("too_large", "the file holds too many statements");
    const { statementId, sequence, page, inner } = event;
    const saying = JSON.stringify([account, statementId, sequence ?? "", page?.number ?? ""]);
    const name = statementId === "" ? String(statements.count) : statementId;
    const id = newId<"bank-statement">(ctx.clock.nowMs()) as BankStatementId;
    open = {
      id,
      account,
      currency,
      name,
      order: statements.count,
      inner: inner?.number ?? 0,
      format: inner?.format ?? file.format,
      saying: statementId === "" ? undefined : saying,
      places: 0,
      reversals: [],
      batch: [],
      firstDate: undefined,
      lastDate: undefined,
    };
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
    if (batch.length === 0) return;
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
      { statement: statement.id, account: statement.account, format: statement.format },
      sources,
    );
  }

  async function end(
    event: Extract<StatementEvent, { kind: "end" }>,
    statement: OpenStatement,
  ): Promise<void> {
    await flush(statement);
    pending.count += event.pendingCount;
    lines.count += event.lineCount;
    if (event.reversals === "inverted") await turnSources(tx, statement.id, statement.reversals);
    const { firstDate, lastDate, inner, saying } = statement;
    const isTurned = firstDate !== undefined && lastDate !== undefined && firstDate > lastDate;
    if (isTurned) await turnOrder(tx, statement.id);
    const [first, last] = isTurned ? [lastDate, firstDate] : [firstDate, lastDate];
    const part = partOf({ inner, saying, opening: event.opening?.amount, first, last });
    if (part === undefined) throw new AppError("too_large", "the file says the same too often");
    if (part.isRepeat) findings.push({ code: "statement-repeated", values: { statement: statement.name } });
    await finishStatement(tx, statement.id, {
      place: toPlace({ part: part.part, order: statement.order }),
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
