import writeXlsxFile from "write-excel-file/node";
import type { Cell, Row, Sheet } from "write-excel-file/node";

import { invariant } from "@/lib/core/invariant";
import { decimalsOf, toDecimalText } from "@/lib/core/money";
import type { CellValue, ReportColumn, ReportDocument, ReportTable } from "@/lib/formats/report-document";

/** What a workbook takes as the name of a sheet: at most 31 characters, none of these. */
const SHEET_NAME_MAX = 31;
const NOT_IN_SHEET_NAMES = /[\\/?*[\]:]/g;
/** Rows that a sheet can have, less its head and its sums. */
export const XLSX_ROWS_MAX = 100_000;

/**
 * The report as a workbook: a sheet of facts and notes, then one for each table, its head frozen. Amounts are numbers
 * with two decimals, exact below 2^53 minor units; dates are dates; text is text, whatever it begins with.
 */
export async function settlementXlsx(report: ReportDocument): Promise<Uint8Array> {
  const names = new Set<string>();
  const sheets: Sheet<Buffer>[] = [
    { sheet: sheetName(report.title, names), columns: [{ width: 34 }, { width: 70 }], data: factsOf(report) },
    ...report.tables.map((table) => ({
      sheet: sheetName(table.title, names),
      columns: table.columns.map(({ kind, width }) => ({ width: kind === "text" ? 10 + width * 4 : 16 })),
      stickyRowsCount: 1,
      data: rowsOf(table),
    })),
  ];
  return writeXlsxFile(sheets).toBuffer();
}

function factsOf(report: ReportDocument): Row[] {
  const notes = report.tables.flatMap(({ title, notes: of }) => of.map((note) => [title, note] as const));
  return [
    [{ value: report.title, type: String, fontWeight: "bold" }],
    ...report.facts.map(([label, value]): Row => [textCell(label), toCell(value)]),
    [],
    ...notes.map(([title, note]): Row => [textCell(title), { value: note, type: String, wrap: true }]),
    [textCell(report.words.madeAt)],
  ];
}

function rowsOf(table: ReportTable): Row[] {
  return [
    table.columns.map(headOf),
    ...table.rows.map((row) => table.columns.map((_, index) => toCell(row[index]))),
    ...(table.total === undefined
      ? []
      : [table.columns.map((_, index) => toCell(table.total?.[index], { isStrong: true }))]),
  ];
}

function headOf(column: ReportColumn): Cell {
  const isNumber = column.kind === "amount" || column.kind === "count";
  return { value: column.label, type: String, fontWeight: "bold", ...(isNumber && { align: "right" }) };
}

function toCell(value: CellValue, { isStrong = false }: Readonly<{ isStrong?: boolean }> = {}): Cell {
  const look = isStrong ? ({ fontWeight: "bold" } as const) : {};
  if (value === undefined || value === "") return null;
  if (typeof value === "string") return { ...textCell(value), ...look };
  if ("date" in value)
    return {
      value: new Date(`${value.date}T00:00:00Z`),
      type: Date,
      format: "yyyy-mm-dd",
      align: "left",
      ...look,
    };
  if ("count" in value) return { value: value.count, type: Number, format: "#,##0", ...look };
  invariant(Number.isSafeInteger(Number(value.amount)), "an amount is too large for a workbook");
  const format = decimalsOf(value.currency) === 0 ? "#,##0" : "#,##0.00";
  return { value: Number(toDecimalText(value.amount, value.currency)), type: Number, format, ...look };
}

function textCell(text: string): Readonly<{ value: string; type: StringConstructor }> {
  return { value: text, type: String };
}

/** Short enough, of characters that are allowed, and unlike those before it. */
function sheetName(title: string, taken: Set<string>): string {
  const plain = title.replaceAll(NOT_IN_SHEET_NAMES, " ").trim();
  for (let number = 1; ; number += 1) {
    const end = number === 1 ? "" : ` ${String(number)}`;
    const name = `${plain.slice(0, SHEET_NAME_MAX - end.length)}${end}`;
    if (taken.has(name.toLowerCase())) continue;
    taken.add(name.toLowerCase());
    return name;
  }
}
