import { addDays } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import { bareAccount, countryOfBic, readAccount } from "@/lib/formats/bank/account";
import { isCurrency, readXmlAmount } from "@/lib/formats/bank/amounts";
import type { Balance, CamtState, Statement } from "@/lib/formats/bank/camt-state";
import { readIsoDate } from "@/lib/formats/bank/dates";
import { fault } from "@/lib/formats/bank/fault";
import { endOf } from "@/lib/formats/bank/tally";
import type { Period, ReadBalance } from "@/lib/formats/bank/tally";

/** Longer numbers hold a date: they do not count statements, and none follows another. */
const SEQUENCE_MAX = 999_999_999;

/** The statement's event, before its first entry: by the standard account and balances stand before them. */
export function beginStatement(state: CamtState): void {
  const { statement } = state;
  if (statement.isBegun) return;
  statement.isBegun = true;
  const account = accountOf(statement);
  const currency = statement.currency === "" ? currencyOfBalances(statement) : statement.currency;
  if (currency !== "" && !isCurrency(currency)) {
    throw fault(statement.place, "currency", currency, "a currency such as NOK");
  }
  statement.account = account;
  statement.lineCurrency = currency;
  const sequence = Number(statement.electronicNumber || statement.legalNumber || "x");
  state.events.push({
    kind: "statement",
    account,
    currency: currency === "" ? undefined : currency,
    statementId: statement.id,
    sequence: Number.isInteger(sequence) && sequence >= 0 && sequence <= SEQUENCE_MAX ? sequence : undefined,
    page: pageOf(statement.page || state.messagePage, statement.lastPage || state.messageLastPage),
    place: statement.place,
  });
}

function accountOf(statement: Statement): AccountNumber {
  const { iban, otherId, bic, place } = statement;
  if (iban !== "") return { scheme: "IBAN", id: bareAccount(iban).slice(0, 40) };
  const account = readAccount(otherId, countryOfBic(bic));
  if (account === undefined) {
    throw fault(
      place,
      "account",
      otherId,
      "an account number (Acct/Id/IBAN or Acct/Id/Othr/Id) before the entries",
    );
  }
  return account;
}

/** The currency that all balances have, when the account names none. */
function currencyOfBalances({ balances }: Statement): string {
  const currencies = new Set(balances.map(({ amount }) => amount?.currency ?? ""));
  const [only = ""] = currencies;
  return currencies.size === 1 ? only : "";
}

function pageOf(number: string, isLast: string): Readonly<{ number: number; isLast: boolean }> | undefined {
  if (!/^\d{1,9}$/.test(number)) return undefined;
  return { number: Number(number), isLast: isLast !== "false" && isLast !== "0" };
}

/** The statement's end: what it says it covers, and whether it adds up. */
export function finishStatement(state: CamtState): void {
  const { statement } = state;
  const { opening, closing } = chooseBalances(statement);
  const read = (balance: Balance | undefined): ReadBalance | undefined =>
    balance === undefined ? undefined : readBalance(balance, statement.lineCurrency);
  state.events.push(
    endOf(statement.tally, {
      opening: read(opening),
      closing: read(closing),
      period: periodOf(statement, opening, closing),
      place: state.place,
      areReversalsStated: false,
    }),
  );
}

type Chosen = Readonly<{ opening: Balance | undefined; closing: Balance | undefined }>;

/**
 * Which balances begin and end the statement: the first `OPBD`, else `PRCD`, the closing of the one before; the last
 * `CLBD`. A page that is not the first begins, and one that is not the last ends, with an interim balance (`ITBD`).
 */
function chooseBalances({ balances, lineCurrency }: Statement): Chosen {
  const of = (type: string): Balance[] =>
    balances
      .filter((balance) => balance.type.toUpperCase() === type && balance.amount !== undefined)
      .filter(({ amount }) => lineCurrency === "" || ["", lineCurrency].includes(amount?.currency ?? ""));
  const byDate = (left: Balance, right: Balance): number =>
    left.date === undefined || right.date === undefined || left.date === right.date
      ? 0
      : left.date < right.date
        ? -1
        : 1;
  const interim = of("ITBD");
  const closing = of("CLBD").toSorted(byDate).at(-1);
  const opening = of("OPBD").toSorted(byDate)[0] ?? of("PRCD").toSorted(byDate).at(-1);
  if (opening !== undefined && closing !== undefined) return { opening, closing };
  if (opening !== undefined) return { opening, closing: interim.at(-1) };
  if (closing !== undefined) return { opening: interim[0], closing };
  return interim.length >= 2 ? { opening: interim[0], closing: interim.at(-1) } : { opening, closing };
}

function readBalance(balance: Balance, currency: string): ReadBalance {
  const text = balance.amount?.text ?? "";
  const amount = readXmlAmount(text, currency === "" ? "NOK" : currency);
  const { direction, date, place } = balance;
  if (!["", "CRDT", "DBIT"].includes(direction)) {
    throw fault(place, "direction", direction, "CdtDbtInd with CRDT or DBIT");
  }
  if (amount === undefined || (amount < 0n && direction !== "")) {
    throw fault(place, "balance", text, "a balance such as 1234.50");
  }
  return { amount: direction === "DBIT" ? -amount : amount, date, isSigned: direction !== "" || amount < 0n };
}

function periodOf(statement: Statement, opening: Balance | undefined, closing: Balance | undefined): Period {
  const from = readIsoDate(statement.from) ?? dayOfOpening(opening);
  const to = statement.to === "" ? closing?.date : lastDay(statement, from, closing?.date);
  // A period turned around says nothing.
  return from !== undefined && to !== undefined && from > to
    ? { from: undefined, to: undefined }
    : { from, to };
}

/** What closed the statement before is of the day before. */
function dayOfOpening(opening: Balance | undefined): LedgerDate | undefined {
  if (opening?.date === undefined) return undefined;
  return opening.type.toUpperCase() === "PRCD" ? addDays(opening.date, 1) : opening.date;
}

/**
 * `ToDtTm` at midnight may mean the day that begins there, or the one that ends: the day of the closing balance or of
 * the last line tells; else the earlier, which claims less.
 */
function lastDay(
  { to, tally }: Statement,
  from: LedgerDate | undefined,
  closing: LedgerDate | undefined,
): LedgerDate | undefined {
  const date = readIsoDate(to);
  if (
    date === undefined ||
    from === undefined ||
    from >= date ||
    !/T00:00(?::00(?:[.,]0+)?)?(?![\d:])/.test(to)
  ) {
    return date;
  }
  if (closing === date || tally.last === date) return date;
  return addDays(date, -1);
}
