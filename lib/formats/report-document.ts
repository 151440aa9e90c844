import type { LedgerDate } from "@/lib/core/ledger-date";

/** A report before it is a file: headings, facts, tables and notes, with values that are still values. */

export type CellValue =
  | string
  | Readonly<{ amount: bigint; currency: string }>
  | Readonly<{ date: LedgerDate }>
  | Readonly<{ count: number }>
  | undefined;

export type ReportColumn = Readonly<{
  label: string;
  kind: "text" | "amount" | "date" | "count";
  /** Share of the width, against the other columns. */
  width: number;
}>;

export type ReportTable = Readonly<{
  title: string;
  /** What must be known to read it. */
  notes: readonly string[];
  columns: readonly ReportColumn[];
  rows: readonly (readonly CellValue[])[];
  /** The last line, set apart: sums of those above it. */
  total?: readonly CellValue[];
}>;

export type ReportDocument = Readonly<{
  language: string;
  /** Wide tables lie on the side. */
  orientation: "portrait" | "landscape";
  title: string;
  /** Whose, and of when: on every page. */
  merchant: string;
  period: string;
  facts: readonly (readonly [label: string, value: CellValue])[];
  tables: readonly ReportTable[];
  /** Words of the page's foot. */
  words: Readonly<{ page: (number: number, of: number) => string; madeAt: string }>;
}>;
