import type { LedgerDate } from "@/lib/core/ledger-date";

/** Formats of files that bank statements come in. */
export const STATEMENT_FORMATS = ["camt", "mt940", "csv"] as const;
export type StatementFormat = (typeof STATEMENT_FORMATS)[number];

/**
 * An account number as a file or Vipps MobilePay says it: `{ scheme: "IBAN", id: "NO9386011117947" }`,
 * `{ scheme: "BBAN:NO", id: "86011117947" }`. Without spaces, dots and hyphens, letters in capitals; `BBAN` alone
 * when the file does not tell the country.
 */
export type AccountNumber = Readonly<{ scheme: string; id: string }>;

/** Where something stands in a file, both counted from 1. */
export type FilePlace = Readonly<{ line: number; column: number }>;

/** Which field of the file a text came from: references of payouts are looked for in all of them. */
export const TEXT_FIELDS = ["remittance", "reference", "counterparty", "additional"] as const;
export type TextField = (typeof TEXT_FIELDS)[number];
export type LineText = Readonly<{ field: TextField; text: string }>;

/** One transaction inside a booking that stands for several. Amounts are signed as the booking's. */
export type LineDetail = Readonly<{ amount: bigint; texts: readonly LineText[] }>;

/** One booked line of a statement, as the file has it. Money in minor units of the account's currency. */
export type StatementLine = Readonly<{
  bookingDate: LedgerDate;
  valueDate: LedgerDate | undefined;
  /** As the file states it: positive is money in. See `isReversal`. */
  amount: bigint;
  currency: string;
  /** The bank's own reference of the booking; empty for none. */
  bankReference: string;
  texts: readonly LineText[];
  /** The transactions of a batched booking, when there are two or more and they add up to it; else none. */
  details: readonly LineDetail[];
  /** Marked as a reversal (camt `RvslInd`): whether its sign must be turned is said at the statement's end. */
  isReversal: boolean;
  place: FilePlace;
}>;

/** A balance of a statement, signed: positive is the customer's money. */
export type StatementBalance = Readonly<{ amount: bigint; date: LedgerDate | undefined }>;

/**
 * What a file of statements is read as, in this order per statement: `statement`, its lines, `end`. A file may
 * hold many statements, of several accounts and days.
 */
export type StatementEvent =
  | Readonly<{
      kind: "statement";
      account: AccountNumber;
      /** Undefined when the file does not say it (some CSV files): the account's own is taken. */
      currency: string | undefined;
      /** The bank's id and number of the statement; empty for none. */
      statementId: string;
      sequence: number | undefined;
      page: Readonly<{ number: number; isLast: boolean }> | undefined;
      place: FilePlace;
      /** Of an archive: which of its files this is, from 1, and what that file is. */
      inner?: Readonly<{ number: number; format: StatementFormat }>;
    }>
  | Readonly<{ kind: "line"; line: StatementLine }>
  | Readonly<{
      kind: "end";
      /** The dates that the statement says it covers, else the first and last date of its balances or lines. */
      from: LedgerDate | undefined;
      to: LedgerDate | undefined;
      /** Whether `from` and `to` are the file's own word; false: taken from its lines. */
      isPeriodStated: boolean;
      opening: StatementBalance | undefined;
      closing: StatementBalance | undefined;
      lineCount: number;
      /** How lines marked as reversals count (DOMAIN §5.6): `stated`, `inverted`, or `unknown` when no arithmetic can say. */
      reversals: "none" | "stated" | "inverted" | "unknown";
      /** opening + lines − closing, with reversals counted as said above; undefined without both balances. */
      difference: bigint | undefined;
      /** Lines that are not booked (pending, information): counted, never read as lines. */
      pendingCount: number;
      place: FilePlace;
    }>;
