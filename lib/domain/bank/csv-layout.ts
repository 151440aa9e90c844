import type { AccountNumber } from "@/lib/domain/bank/statement";

/** Encodings that files of banks come in. */
export const TEXT_ENCODINGS = [
  "utf-8",
  "utf-16le",
  "utf-16be",
  "windows-1252",
  "windows-1257",
  "iso-8859-1",
  "iso-8859-15",
  "cp865",
] as const;
export type TextEncoding = (typeof TEXT_ENCODINGS)[number];

export const CSV_DELIMITERS = [";", ",", "\t", "|"] as const;
export type CsvDelimiter = (typeof CSV_DELIMITERS)[number];

export const DATE_ORDERS = ["dmy", "mdy", "ymd"] as const;
export type DateOrder = (typeof DATE_ORDERS)[number];

export type DecimalMark = "," | ".";

/** What a column holds. `text` may stand several times, all others once. */
export const CSV_ROLES = [
  "bookingDate",
  "valueDate",
  /** One signed amount. */
  "amount",
  /** Or two columns, of which one is filled. */
  "moneyIn",
  "moneyOut",
  /** The balance after the row. */
  "balance",
  "currency",
  /** The statement's own account. */
  "account",
  /** Who pays and who is paid: the own account stands in the one for money out, in the other for money in. */
  "fromAccount",
  "toAccount",
  /** The bank's own reference of the booking: archive id. */
  "bankReference",
  "reference",
  "counterparty",
  "text",
  "additional",
  /** A word that says whether the row is booked. */
  "status",
] as const;
export type CsvRole = (typeof CSV_ROLES)[number];

/** A column: by the name in the header row, or by its place (from 0) when there is no header. */
export type CsvLayoutColumn = Readonly<{ role: CsvRole; name: string; index: number }>;

/**
 * How a bank writes its CSV files: proposed from a file, corrected by a person, kept per bank, and plain, so that it
 * is stored as it is.
 */
export type CsvLayout = Readonly<{
  /** Undefined: as each file shows. */
  encoding: TextEncoding | undefined;
  delimiter: CsvDelimiter;
  /** False: the first row is a booking, and columns are found by their place. */
  hasHeader: boolean;
  columns: readonly CsvLayoutColumn[];
  dateOrder: DateOrder;
  decimal: DecimalMark;
  /** Whether money out is written with a minus in a column of its own. */
  isOutNegative: boolean;
  /** The currency of files that do not say it; undefined: the account's own is taken. */
  currency: string | undefined;
  /** The account of files that do not say it. */
  account: AccountNumber | undefined;
  /** Where account numbers that are no IBAN are from, `NO`. */
  country: string | undefined;
}>;
