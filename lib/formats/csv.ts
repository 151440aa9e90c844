import { stringify } from "csv-stringify/sync";

import { toDecimalText } from "@/lib/core/money";

/** One column of a file: text from outside, a value of ours, or an amount. */
export type CsvColumn<Row> = Readonly<{ header: string }> &
  (
    | Readonly<{ text: (row: Row) => string | null }>
    | Readonly<{ value: (row: Row) => string | number | null }>
    | Readonly<{ amount: (row: Row) => bigint | null; currency: (row: Row) => string }>
  );

/** The same column for rows that hold such a row. */
export function columnOf<Outer, Row>(column: CsvColumn<Row>, rowOf: (outer: Outer) => Row): CsvColumn<Outer> {
  const { header } = column;
  if ("amount" in column) {
    return {
      header,
      amount: (outer) => column.amount(rowOf(outer)),
      currency: (outer) => column.currency(rowOf(outer)),
    };
  }
  return "value" in column
    ? { header, value: (outer) => column.value(rowOf(outer)) }
    : { header, text: (outer) => column.text(rowOf(outer)) };
}

/** The first line of a file. */
export function csvHeader<Row>(columns: readonly CsvColumn<Row>[]): string {
  return stringify([columns.map((column) => column.header)]);
}

/** The lines of these rows: amounts as decimals with a point, text that cannot act as a formula. */
export function csvLines<Row>(columns: readonly CsvColumn<Row>[], rows: readonly Row[]): string {
  return stringify(rows.map((row) => columns.map((column) => cellOf(column, row))));
}

function cellOf<Row>(column: CsvColumn<Row>, row: Row): string {
  if ("amount" in column) {
    const amount = column.amount(row);
    return amount === null ? "" : toDecimalText(amount, column.currency(row));
  }
  if ("value" in column) return String(column.value(row) ?? "");
  return withoutFormula(column.text(row) ?? "");
}

/** A spreadsheet runs a cell that begins like this; an apostrophe before it makes it text (OWASP, "CSV Injection"). */
function withoutFormula(text: string): string {
  return /^[=+\-@\t\r\n＝＋－＠]/.test(text) ? `'${text}` : text;
}
