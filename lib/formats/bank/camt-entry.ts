import type { LineDetail, LineText, StatementLine } from "@/lib/domain/bank/statement";
import { isCurrency, readXmlAmount } from "@/lib/formats/bank/amounts";
import type { CamtState, Entry, Money, Transaction } from "@/lib/formats/bank/camt-state";
import { beginStatement } from "@/lib/formats/bank/camt-statement";
import { fault } from "@/lib/formats/bank/fault";
import { addLine } from "@/lib/formats/bank/tally";

/** Not booked: pending, information, future (external code set `EntryStatus`). */
const NOT_BOOKED = new Set(["PDNG", "INFO", "FUTR"]);
/** What banks write where they have no reference of their own. */
const NO_REFERENCE = /^(?:NOTPROVIDED|NONREF|NONE|[0\-.]+)$/i;
/** Up to here equal texts are looked for one by one. */
const FEW = 24;

/** Ends an entry: a line when it is booked, counted when it is not. An entry without a status is booked. */
export function finishEntry(state: CamtState): void {
  const { entry, statement } = state;
  beginStatement(state);
  const status = entry.status === "BOOK" ? "BOOK" : entry.status.toUpperCase();
  if (NOT_BOOKED.has(status)) {
    statement.tally.pendingCount += 1;
    return;
  }
  if (status !== "BOOK" && status !== "") {
    throw fault(entry.place, "status", entry.status, "a status of an entry: BOOK, PDNG, INFO or FUTR");
  }
  const line = lineOf(state, entry);
  addLine(statement.tally, line);
  state.events.push({ kind: "line", line });
}

function lineOf(state: CamtState, entry: Entry): StatementLine {
  const bookingDate = entry.bookingDate ?? entry.valueDate;
  if (bookingDate === undefined) throw fault(entry.place, "date", "", "an entry with a booking date");
  const sign = signOf(entry);
  const amount = bookedAmount(state, entry) * sign;
  const currency = state.statement.lineCurrency;
  const details = entry.transactions.length < 2 ? NONE : detailsOf(entry, amount, currency, sign);
  const [only] = entry.transactions;
  const texts = details.length > 0 ? entry.texts : allTexts(entry, sign);
  const reference =
    entry.bankReference === "" && only !== undefined && entry.transactions.length === 1
      ? only.bankReference
      : entry.bankReference;
  return {
    bookingDate,
    valueDate: entry.valueDate,
    amount,
    currency,
    bankReference: reference !== "" && NO_REFERENCE.test(reference) ? "" : reference,
    texts: distinct(texts),
    details,
    isReversal: entry.isReversal,
    place: entry.place,
  };
}

const NONE: readonly LineDetail[] = [];

function signOf(entry: Entry): bigint {
  if (entry.direction === "CRDT") return 1n;
  if (entry.direction === "DBIT") return -1n;
  throw fault(entry.place, "direction", entry.direction, "CdtDbtInd with CRDT or DBIT");
}

/**
 * The amount in the account's currency. An entry in another currency counts only with an amount that the file itself
 * states in the account's (`AmtDtls`), and only when it states one.
 */
function bookedAmount(state: CamtState, entry: Entry): bigint {
  const { statement } = state;
  const { amount } = entry;
  if (amount === undefined) throw fault(entry.place, "amount", "", "an entry with an amount");
  if (statement.lineCurrency === "") {
    if (!isCurrency(amount.currency)) {
      throw fault(entry.place, "currency", amount.currency, "an amount with a currency such as NOK");
    }
    statement.lineCurrency = amount.currency;
  }
  const own = statement.lineCurrency;
  if (amount.currency === own || amount.currency === "") return unsigned(entry, amount, own);
  const [only] = entry.transactions;
  const stated = [...entry.otherAmounts];
  if (only !== undefined && entry.transactions.length === 1) {
    if (only.amount !== undefined) stated.push(only.amount);
    stated.push(...only.otherAmounts);
  }
  const candidates = new Set(
    stated.filter(({ currency }) => currency === own).map((money) => unsigned(entry, money, own)),
  );
  const [candidate] = candidates;
  if (candidate === undefined || candidates.size > 1) {
    throw fault(
      entry.place,
      "other-currency",
      amount.currency,
      `an amount in ${own}, the account's currency`,
    );
  }
  return candidate;
}

function unsigned(entry: Entry, money: Money, currency: string): bigint {
  const amount = readXmlAmount(money.text, currency);
  if (amount === undefined || amount < 0n) {
    throw fault(entry.place, "amount", money.text, "an amount without a sign such as 1234.50");
  }
  return amount;
}

/** The transactions of a batch, if every one of them has an amount and together they are the booking. */
function detailsOf(entry: Entry, amount: bigint, currency: string, sign: bigint): readonly LineDetail[] {
  for (const which of ["last", "first"] as const) {
    for (const isSignedItself of [true, false]) {
      const details = detailsBy(entry, currency, sign, { which, isSignedItself });
      if (details !== undefined && details.reduce((sum, detail) => sum + detail.amount, 0n) === amount) {
        return details;
      }
    }
  }
  return NONE;
}

type Reading = Readonly<{ which: "first" | "last"; isSignedItself: boolean }>;

function detailsBy(entry: Entry, currency: string, sign: bigint, by: Reading): LineDetail[] | undefined {
  const details: LineDetail[] = [];
  for (const transaction of entry.transactions) {
    const own = transaction.otherAmounts.filter((money) => money.currency === currency);
    const money =
      transaction.amount !== undefined && transaction.amount.currency === currency
        ? transaction.amount
        : by.which === "last"
          ? own.at(-1)
          : own[0];
    const amount = money === undefined ? undefined : readXmlAmount(money.text, currency);
    if (amount === undefined) return undefined;
    const { direction } = transaction;
    const ownSign = direction === "CRDT" ? 1n : direction === "DBIT" ? -1n : sign;
    const texts: LineText[] = [];
    addTexts(texts, transaction, entry, sign);
    details.push({ amount: amount * (by.isSignedItself ? ownSign : sign), texts: distinct(texts) });
  }
  return details;
}

/** The texts of the entry and of all its transactions, in its own list. */
function allTexts(entry: Entry, sign: bigint): LineText[] {
  for (const transaction of entry.transactions) addTexts(entry.texts, transaction, entry, sign);
  return entry.texts;
}

/** Adds the texts of a transaction; of its parties the other one, who pays for money in and is paid for money out. */
function addTexts(to: LineText[], transaction: Transaction, entry: Entry, sign: bigint): void {
  const { debtors, creditors, texts, bankReference } = transaction;
  if (sign > 0n || entry.isReversal) addNames(to, debtors);
  if (sign < 0n || entry.isReversal) addNames(to, creditors);
  for (const text of texts) to.push(text);
  if (bankReference !== "" && bankReference !== entry.bankReference && !NO_REFERENCE.test(bankReference)) {
    to.push({ field: "reference", text: bankReference });
  }
}

function addNames(to: LineText[], names: readonly string[]): void {
  for (const text of names) to.push({ field: "counterparty", text });
}

function distinct(texts: readonly LineText[]): readonly LineText[] {
  if (texts.length > FEW) {
    const seen = new Set<string>();
    return texts.filter(({ field, text }) => {
      const key = `${field} ${text}`;
      if (seen.has(key)) return false;
      seen.add(key);
      return true;
    });
  }
  for (let place = 1; place < texts.length; place += 1) {
    if (isRepeated(texts, place)) return texts.filter((_, at) => !isRepeated(texts, at));
  }
  return texts;
}

function isRepeated(texts: readonly LineText[], place: number): boolean {
  const own = texts[place];
  for (let before = 0; before < place; before += 1) {
    const other = texts[before];
    if (other?.text === own?.text && other?.field === own?.field) return true;
  }
  return false;
}
