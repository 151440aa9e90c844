import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CsvLayout, CsvRole } from "@/lib/domain/bank/csv-layout";
import type {
  AccountNumber,
  FilePlace,
  LineText,
  StatementEvent,
  TextField,
} from "@/lib/domain/bank/statement";
import { readAccount } from "@/lib/formats/bank/account";
import { isCurrency, readCsvAmount } from "@/lib/formats/bank/amounts";
import { bankReferenceOf } from "@/lib/formats/bank/bank-reference";
import { accountIn } from "@/lib/formats/bank/csv-account";
import { BalanceChain } from "@/lib/formats/bank/csv-balance";
import { readRecords } from "@/lib/formats/bank/csv-records";
import type { CsvRecord } from "@/lib/formats/bank/csv-records";
import { CsvRows, kindOf } from "@/lib/formats/bank/csv-rows";
import type { Places } from "@/lib/formats/bank/csv-rows";
import { readOrderedDate } from "@/lib/formats/bank/dates";
import { BrokenText } from "@/lib/formats/bank/encoding";
import { fault } from "@/lib/formats/bank/fault";
import { withPlainBreaks } from "@/lib/formats/bank/line-breaks";
import { addLine, endOf, newTally } from "@/lib/formats/bank/tally";
import type { ReadBalance } from "@/lib/formats/bank/tally";

const BATCH = 500;
const TEXT_FIELDS: Readonly<Partial<Record<CsvRole, TextField>>> = {
  counterparty: "counterparty",
  text: "remittance",
  reference: "reference",
  additional: "additional",
};
const TEXT_ROLES = Object.keys(TEXT_FIELDS) as readonly CsvRole[];

/**
 * Reads a CSV file by its layout. A line's `currency` is empty when neither file nor layout says it: then the
 * account's own is meant. In faults, `column` is the number of the cell.
 */
export async function* readCsv(
  text: AsyncIterable<string>,
  layout: CsvLayout,
  fileName: string,
): AsyncGenerator<readonly StatementEvent[]> {
  const reader = new CsvReader(layout, fileName);
  try {
    for await (const record of readRecords(withPlainBreaks(text), layout.delimiter)) {
      reader.record(record);
      if (reader.events.length >= BATCH) yield reader.take();
    }
  } catch (error) {
    if (error instanceof BrokenText) throw fault(reader.place, "encoding", "", error.expected);
    throw error;
  }
  reader.end();
  yield reader.take();
}

/** What is known of the statement that is being read: a file has one, unless its rows name several accounts. */
type Open = {
  account: AccountNumber;
  currency: string;
  chain: BalanceChain;
  opening: bigint | undefined;
  closing: bigint | undefined;
};

class CsvReader {
  events: StatementEvent[] = [];
  place: FilePlace = { line: 1, column: 1 };
  readonly #layout: CsvLayout;
  readonly #fileName: string;
  readonly #rows: CsvRows;
  #open: Open | undefined;
  #tally = newTally();
  #opening: bigint | undefined;
  #closing: bigint | undefined;
  #hasRead = false;

  constructor(layout: CsvLayout, fileName: string) {
    this.#layout = layout;
    this.#fileName = fileName;
    this.#rows = new CsvRows(layout);
  }

  take(): readonly StatementEvent[] {
    const { events } = this;
    this.events = [];
    return events;
  }

  record(record: CsvRecord): void {
    this.place = { line: record.line, column: 1 };
    if (record.cells.every((cell) => cell === "")) return;
    if (!this.#rows.take(record)) return;
    const places = this.#rows.places ?? {};
    const cell = (role: CsvRole): string => record.cells[places[role]?.[0] ?? -1] ?? "";
    const words = record.cells.filter((text) => /\p{L}/u.test(text));
    const kind = kindOf(cell, words, places);
    if (kind === "pending") this.#tally.pendingCount += 1;
    else if (kind === "opening" || kind === "closing") this.#balanceRow(kind, record, places, cell);
    else if (kind === "booking") this.#booking(record, places, cell);
  }

  #fault(record: CsvRecord, role: CsvRole, places: Places, expected: string): Error {
    const place = places[role]?.[0] ?? 0;
    const reason =
      role === "bookingDate" || role === "valueDate" ? "date" : role === "currency" ? "currency" : "amount";
    return fault({ line: record.line, column: place + 1 }, reason, record.cells[place] ?? "", expected);
  }

  #amount(record: CsvRecord, role: CsvRole, places: Places, currency: string): bigint | undefined {
    const text = record.cells[places[role]?.[0] ?? -1] ?? "";
    if (text === "") return undefined;
    const amount = readCsvAmount(text, this.#layout.decimal, currency);
    if (amount === undefined) {
      throw this.#fault(record, role, places, `an amount such as 1234${this.#layout.decimal}50`);
    }
    return amount;
  }

  #date(record: CsvRecord, role: "bookingDate" | "valueDate", places: Places): LedgerDate | undefined {
    const text = record.cells[places[role]?.[0] ?? -1] ?? "";
    if (!/\d/.test(text)) return undefined;
    const date = readOrderedDate(text, this.#layout.dateOrder);
    if (date === undefined)
      throw this.#fault(record, role, places, `a date in the order ${this.#layout.dateOrder}`);
    return date;
  }

  #balanceRow(
    kind: "opening" | "closing",
    record: CsvRecord,
    places: Places,
    cell: (role: CsvRole) => string,
  ): void {
    const role = cell("balance") === "" ? (cell("amount") === "" ? "moneyIn" : "amount") : "balance";
    const balance = this.#amount(record, role, places, this.#currencyOf(record, places));
    if (kind === "opening") this.#opening ??= balance;
    else this.#closing = balance ?? this.#closing;
  }

  #booking(record: CsvRecord, places: Places, cell: (role: CsvRole) => string): void {
    const bookingDate = this.#date(record, "bookingDate", places);
    if (bookingDate === undefined) throw this.#fault(record, "bookingDate", places, "a date");
    const currency = this.#currencyOf(record, places);
    const amount = this.#signed(record, places, currency);
    const open = this.#statement(record, cell, amount, currency);
    const balance = this.#amount(record, "balance", places, currency);
    open.chain.add(bookingDate, amount, balance);
    const line = {
      bookingDate,
      valueDate: this.#date(record, "valueDate", places),
      amount,
      currency,
      bankReference: bankReferenceOf(cell("bankReference")),
      texts: textsOf(record, places),
      details: [],
      isReversal: false,
      place: this.place,
    };
    addLine(this.#tally, line);
    this.events.push({ kind: "line", line });
  }

  #signed(record: CsvRecord, places: Places, currency: string): bigint {
    const signed = this.#amount(record, "amount", places, currency);
    if (signed !== undefined) return signed;
    const received = this.#amount(record, "moneyIn", places, currency) ?? 0n;
    const paid = this.#amount(record, "moneyOut", places, currency) ?? 0n;
    // With a minus it is money out as well, though the file that the layout was taken from had none.
    return received + (this.#layout.isOutNegative || paid < 0n ? paid : -paid);
  }

  #currencyOf(record: CsvRecord, places: Places): string {
    const text = (record.cells[places.currency?.[0] ?? -1] ?? "").toUpperCase();
    if (text === "") return this.#open?.currency ?? this.#layout.currency ?? "";
    if (!isCurrency(text)) throw this.#fault(record, "currency", places, "a currency such as NOK");
    return text;
  }

  /** The statement that the row belongs to: a row of another account begins another. */
  #statement(record: CsvRecord, cell: (role: CsvRole) => string, amount: bigint, currency: string): Open {
    const account = this.#accountOf(cell, amount);
    const open = this.#open;
    if (open !== undefined && (account === undefined || isSame(account, open.account))) {
      if (currency !== open.currency) {
        throw fault(
          this.place,
          "other-currency",
          currency,
          `${open.currency}, the currency of the rows before`,
        );
      }
      return open;
    }
    const found = account ?? accountIn(this.#rows.preamble, this.#fileName, this.#layout.country);
    if (found === undefined)
      throw fault(this.place, "account", "", "an account: the file names none, so say which it is of");
    if (open !== undefined) this.#finish();
    this.#open = {
      account: found,
      currency,
      chain: new BalanceChain(),
      opening: undefined,
      closing: undefined,
    };
    this.#hasRead = true;
    this.events.push({
      kind: "statement",
      account: found,
      currency: currency === "" ? undefined : currency,
      statementId: "",
      sequence: undefined,
      page: undefined,
      place: { line: record.line, column: 1 },
    });
    return this.#open;
  }

  #accountOf(cell: (role: CsvRole) => string, amount: bigint): AccountNumber | undefined {
    const { country } = this.#layout;
    const own = cell("account");
    if (own !== "") return readAccount(own, country);
    if (this.#layout.account !== undefined) return this.#layout.account;
    // A row of nothing went neither way: its sides do not tell which of them is the own account.
    if (amount === 0n && this.#open !== undefined) return undefined;
    const side = cell(amount >= 0n ? "toAccount" : "fromAccount");
    return side === "" ? undefined : readAccount(side, country);
  }

  #finish(): void {
    const open = this.#open;
    if (open === undefined) return;
    const ends = open.chain.ends();
    const balance = (amount: bigint | undefined, date: LedgerDate | undefined): ReadBalance | undefined =>
      amount === undefined ? undefined : { amount, date, isSigned: true };
    const { first, last } = this.#tally;
    this.events.push(
      endOf(this.#tally, {
        opening: balance(this.#opening ?? ends?.opening, first),
        closing: balance(this.#closing ?? ends?.closing, last),
        period: { from: undefined, to: undefined },
        place: this.place,
        areReversalsStated: true,
      }),
    );
    this.#tally = newTally();
    this.#opening = undefined;
    this.#closing = undefined;
    this.#open = undefined;
  }

  end(): void {
    if (this.#rows.places === undefined) throw this.#rows.noHeader({ line: this.place.line, cells: [] });
    if (!this.#hasRead) throw fault(this.place, "empty", "", "at least one booked row");
    this.#finish();
  }
}

function isSame(one: AccountNumber, other: AccountNumber): boolean {
  return one.scheme === other.scheme && one.id === other.id;
}

function textsOf(record: CsvRecord, places: Places): LineText[] {
  const texts: LineText[] = [];
  for (const role of TEXT_ROLES) {
    const field = TEXT_FIELDS[role];
    for (const place of places[role] ?? []) {
      const text = (record.cells[place] ?? "").replaceAll(/\s+/g, " ").trim();
      const isKnown = texts.some((other) => other.text === text && other.field === field);
      if (field !== undefined && text !== "" && !isKnown) texts.push({ field, text });
    }
  }
  return texts;
}
