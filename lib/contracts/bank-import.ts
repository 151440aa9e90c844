import { z } from "zod";

import { BankImport, NumberWire } from "@/lib/contracts/bank";
import { LedgerDateWire, MinorWire } from "@/lib/contracts/wire";
import { CSV_DELIMITERS, CSV_ROLES, DATE_ORDERS, TEXT_ENCODINGS } from "@/lib/domain/bank/csv-layout";
import type { CsvLayout, CsvRole } from "@/lib/domain/bank/csv-layout";
import { STATEMENT_FAULTS } from "@/lib/domain/bank/statement-fault";

/** A file of statements may have so many bytes. */
export const STATEMENT_BYTES_MAX = 200 * 1_048_576;
/** So much of a file is enough to say what it is, and how it would be read. */
export const PREVIEW_BYTES_MAX = 65_536;
/** Files of one request. */
export const STATEMENT_FILES_MAX = 50;

const COLUMNS_MAX = 100;

/** How a bank writes its CSV files: proposed, corrected by a person, and remembered. The account is said beside it. */
export const CsvLayoutWire = z.object({
  /** Null: as each file shows. */
  encoding: z.enum(TEXT_ENCODINGS).nullable(),
  delimiter: z.enum(CSV_DELIMITERS),
  hasHeader: z.boolean(),
  columns: z
    .array(
      z.object({
        role: z.enum(CSV_ROLES),
        name: z.string().max(300),
        index: z.int().min(0).max(500),
      }),
    )
    .max(COLUMNS_MAX),
  dateOrder: z.enum(DATE_ORDERS),
  decimal: z.enum([",", "."]),
  /** Whether money out stands with a minus in a column of its own. */
  isOutNegative: z.boolean(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: "must be three letters, such as NOK" })
    .nullable(),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: "must be two letters, such as NO" })
    .nullable(),
});
export type CsvLayoutWire = z.output<typeof CsvLayoutWire>;

/** Whether a layout says enough: a date, and an amount or money in and money out. */
export function hasNeededColumns({ columns }: Pick<CsvLayoutWire, "columns">): boolean {
  const has = (role: CsvRole): boolean => columns.some((column) => column.role === role);
  return has("bookingDate") && (has("amount") || (has("moneyIn") && has("moneyOut")));
}

/** The layout as it is read with; the account is the asker's to add. */
export function toLayout(wire: CsvLayoutWire): CsvLayout {
  return {
    ...wire,
    encoding: wire.encoding ?? undefined,
    currency: wire.currency ?? undefined,
    country: wire.country ?? undefined,
    account: undefined,
  };
}

export function fromLayout(layout: CsvLayout): CsvLayoutWire {
  return {
    encoding: layout.encoding ?? null,
    delimiter: layout.delimiter,
    hasHeader: layout.hasHeader,
    columns: layout.columns.map(({ role, name, index }) => ({ role, name, index })),
    dateOrder: layout.dateOrder,
    decimal: layout.decimal,
    isOutNegative: layout.isOutNegative,
    currency: layout.currency ?? null,
    country: layout.country ?? null,
  };
}

/** A layout in an address: JSON as text. */
const LayoutParameter = z
  .string()
  .max(12_000)
  .transform((text, issues) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      issues.addIssue({ code: "custom", message: "must be a layout as JSON" });
      return z.NEVER;
    }
  })
  .pipe(CsvLayoutWire);

/** What may stand beside a file: in the address for a raw body, as fields before the files in a multipart one. */
export const StatementUploadInput = z.object({
  /** Of a raw body: the file's name. */
  name: z.string().trim().max(300).optional(),
  /** The account of files that do not say it, as people write it. */
  account: z.string().trim().max(60).optional(),
  /** How a CSV file is read; without it as remembered, else as it shows itself. */
  layout: LayoutParameter.optional(),
});
export type StatementUploadInput = z.output<typeof StatementUploadInput>;

/** Where a file is wrong, and what was expected. `reason` is a word that the interface has a sentence for. */
export const FileFault = z.object({
  line: z.int().nullable(),
  column: z.int().nullable(),
  found: z.string().nullable(),
  expected: z.string(),
  reason: z.enum([...STATEMENT_FAULTS, "other"]),
});
export type FileFault = z.output<typeof FileFault>;

/** One of several files that was not taken in. Nothing of it is kept; the others are not touched by that. */
export const RefusedFile = z.object({ name: z.string(), refused: z.string(), fault: FileFault.nullable() });
export type RefusedFile = z.output<typeof RefusedFile>;

/** What became of several files, in their order. */
export const BankImports = z.object({ items: z.array(z.union([BankImport, RefusedFile])) });
export type BankImports = z.output<typeof BankImports>;

/** The answer to one file, or to several. */
export const BankImported = z.union([BankImport, BankImports]);

const PreviewLine = z.object({
  bookingDate: LedgerDateWire,
  valueDate: LedgerDateWire.nullable(),
  amount: MinorWire,
  currency: z.string(),
  text: z.string(),
});
export type PreviewLine = z.output<typeof PreviewLine>;

/** How a file would be read, by its beginning. Nothing is stored. */
export const BankPreview = z.object({
  format: z.enum(["camt", "mt940", "csv", "zip"]).nullable(),
  encoding: z.enum(TEXT_ENCODINGS).nullable(),
  /** It can be taken in as it is: nobody has to look at its layout first. */
  isSure: z.boolean(),
  fault: FileFault.nullable(),
  /** The account that the file is of, as far as its beginning says. */
  account: NumberWire.nullable(),
  lines: z.array(PreviewLine),
  csv: z
    .object({
      layout: CsvLayoutWire,
      /** A person has agreed to this layout before. */
      isRemembered: z.boolean(),
      /** The bank whose usual file this is. */
      bank: z.string().nullable(),
      header: z.array(z.string()),
      rows: z.array(z.array(z.string())),
      /** Accounts of the firm whose files look like this one, for a file that does not say its own. */
      accounts: z.array(NumberWire),
    })
    .nullable(),
});
export type BankPreview = z.output<typeof BankPreview>;

export const FileRemoved = z.object({
  lines: z.int(),
  /** Matches that were undone because their lines are gone. */
  matches: z.int(),
});
export type FileRemoved = z.output<typeof FileRemoved>;
