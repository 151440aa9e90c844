import { toDecimalText } from "@/lib/core/money";
import type { DateOrder } from "@/lib/domain/bank/csv-layout";
import type { AccountStatement, Booking } from "@/tests/factories/statement-files/bookings";

/** Writes CSV as the net banks do: each column a name and what stands in it. */

export type CsvFileOptions = Readonly<{
  delimiter: ";" | "," | "\t";
  dateOrder: DateOrder;
  dateMark: string;
  decimal: "," | ".";
  grouped: boolean;
  lineBreak: "\r\n" | "\n" | "\r";
  newestFirst: boolean;
  columns: readonly (readonly [name: string, content: CsvContent])[];
  /** Lines before the header, as they are. */
  preamble: readonly string[];
  isQuoted: boolean;
}>;

export type CsvContent =
  | "date"
  | "valueDate"
  | "amount"
  | "in"
  | "out"
  | "negativeOut"
  | "balance"
  | "currency"
  | "account"
  | "from"
  | "to"
  | "bankReference"
  | "reference"
  | "counterparty"
  | "text"
  | "nothing";

export const CSV_DEFAULTS: CsvFileOptions = {
  delimiter: ";",
  dateOrder: "dmy",
  dateMark: ".",
  decimal: ",",
  grouped: false,
  lineBreak: "\r\n",
  newestFirst: true,
  columns: [
    ["Bokføringsdato", "date"],
    ["Rentedato", "valueDate"],
    ["Beløp", "amount"],
    ["Saldo", "balance"],
    ["Valuta", "currency"],
    ["Arkivref", "bankReference"],
    ["Referanse", "reference"],
    ["Navn", "counterparty"],
    ["Tekst", "text"],
  ],
  preamble: [],
  isQuoted: false,
};

export function csvFile(statement: AccountStatement, over: Partial<CsvFileOptions> = {}): string {
  const options = { ...CSV_DEFAULTS, ...over };
  let balance = statement.opening;
  const rows = statement.bookings.map((booking) => {
    balance += booking.amount;
    return rowOf(booking, balance, statement, options);
  });
  const pending = statement.pending.map((booking) =>
    rowOf(booking, undefined, statement, options).with(0, "Reservert"),
  );
  const lines = [
    options.columns.map(([name]) => name),
    ...pending,
    ...(options.newestFirst ? rows.toReversed() : rows),
  ].map((cells) => cells.map((cell) => quoted(cell, options)).join(options.delimiter));
  return [...options.preamble, ...lines].map((line) => line + options.lineBreak).join("");
}

function rowOf(
  booking: Booking,
  balance: bigint | undefined,
  statement: AccountStatement,
  options: CsvFileOptions,
): string[] {
  const { account, currency } = statement;
  const amount = (value: bigint): string => amountText(value, currency, options);
  const unsigned = booking.amount < 0n ? -booking.amount : booking.amount;
  const isIn = booking.amount > 0n;
  const cells: Readonly<Record<CsvContent, string>> = {
    date: dateText(booking.date, options),
    valueDate: dateText(booking.valueDate, options),
    amount: amount(booking.amount),
    in: isIn ? amount(unsigned) : "",
    out: isIn ? "" : amount(unsigned),
    negativeOut: isIn ? "" : amount(-unsigned),
    balance: balance === undefined ? "" : amount(balance),
    currency,
    account: account.id,
    from: isIn ? "" : account.id,
    to: isIn ? account.id : "",
    bankReference: booking.bankReference,
    reference: booking.reference,
    counterparty: booking.counterparty,
    text: booking.text,
    nothing: "Nej",
  };
  return options.columns.map(([, content]) => cells[content]);
}

function dateText(date: string, { dateOrder, dateMark }: CsvFileOptions): string {
  const [year = "", month = "", day = ""] = date.split("-");
  const parts = { dmy: [day, month, year], mdy: [month, day, year], ymd: [year, month, day] }[dateOrder];
  return parts.join(dateMark);
}

function amountText(value: bigint, currency: string, { decimal, grouped }: CsvFileOptions): string {
  const [whole = "", cents] = toDecimalText(value, currency).split(".");
  const mark = decimal === "," ? "." : ",";
  const shown = grouped ? whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, mark) : whole;
  return cents === undefined ? shown : `${shown}${decimal}${cents}`;
}

function quoted(cell: string, { delimiter, isQuoted }: CsvFileOptions): string {
  const isNeeded = cell.includes(delimiter) || /["\r\n]/.test(cell);
  return isQuoted || isNeeded ? `"${cell.replaceAll('"', '""')}"` : cell;
}
