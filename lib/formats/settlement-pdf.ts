import PDFDocument from "pdfkit";

import type { MailLanguage } from "@/lib/domain/access/language";
import { teachMinus, toMeasurable, toWritable } from "@/lib/formats/pdf-minus";
import type { CellValue, ReportColumn, ReportDocument, ReportTable } from "@/lib/formats/report-document";
import { amountText, countText } from "@/lib/formats/report-numbers";

/** A4 in points, with a margin that a binder's holes do not reach. */
const MARGIN = { left: 56, right: 40, top: 64, bottom: 56 };
const SIZE = { title: 16, heading: 10.5, body: 8.5, small: 7.5 };
const SIZE_MIN = 5;
const ROW_HEIGHT = 13;
const HEAD_LINE = 9;
/** From one line of a cell to the next. */
const LINE = 10;
/** Of one cell: a text without end must not push the rest off the page. */
const LINES_MAX = 12;
const FONTS = { plain: "Helvetica", bold: "Helvetica-Bold" };
const GAP = 6;

type Pdf = InstanceType<typeof PDFDocument>;
type Style = Readonly<{ font: string; size: number }>;
type Pen = Readonly<{
  pdf: Pdf;
  report: ReportDocument;
  language: MailLanguage;
  left: number;
  width: number;
  bottom: number;
}> & {
  y: number;
};

const BODY: Style = { font: FONTS.plain, size: SIZE.body };
const STRONG: Style = { font: FONTS.bold, size: SIZE.body };
const SMALL: Style = { font: FONTS.plain, size: SIZE.small };

/**
 * The report as a PDF for an accountant's binder: A4, merchant and period on each page, pages counted n of m. The
 * same report made at the same time is the same file, byte for byte. `madeAtMs` is when it was made.
 */
export async function settlementPdf(
  report: ReportDocument,
  language: MailLanguage,
  madeAtMs: number,
): Promise<Uint8Array> {
  const pdf = new PDFDocument({
    size: "A4",
    layout: report.orientation,
    margin: 0,
    bufferPages: true,
    autoFirstPage: false,
    lang: language,
    info: {
      Title: `${report.title} – ${report.merchant} – ${report.period}`,
      Producer: "Avstemt",
      Creator: "Avstemt",
      CreationDate: new Date(madeAtMs),
    },
  });
  for (const font of Object.values(FONTS)) {
    pdf.font(font);
    teachMinus(pdf);
  }
  const chunks: Uint8Array[] = [];
  const whole = new Promise<void>((resolve, reject) => {
    pdf.on("data", (chunk: Uint8Array) => chunks.push(chunk));
    pdf.on("end", resolve);
    pdf.on("error", reject);
  });
  write(pdf, report, language);
  pdf.end();
  await whole;
  return Buffer.concat(chunks);
}

function write(pdf: Pdf, report: ReportDocument, language: MailLanguage): void {
  pdf.addPage();
  const pen: Pen = {
    pdf,
    report,
    language,
    left: MARGIN.left,
    width: pdf.page.width - MARGIN.left - MARGIN.right,
    bottom: pdf.page.height - MARGIN.bottom,
    y: MARGIN.top,
  };
  put(pen, report.title, { at: pen.left, y: pen.y, style: { font: FONTS.bold, size: SIZE.title } });
  pen.y += SIZE.title + 10;
  for (const [label, value] of report.facts) {
    put(pen, label, { at: pen.left, y: pen.y, style: BODY });
    pen.y += wrapped(pen, textOf(value, language), {
      at: pen.left + 150,
      width: pen.width - 150,
      style: BODY,
    });
  }
  for (const table of report.tables) writeTable(pen, table);
  writeHeadsAndFeet(pen);
}

function writeTable(pen: Pen, table: ReportTable): void {
  // A heading never stands alone at the foot of a page.
  turnPageIfLess(pen, 5 * ROW_HEIGHT);
  pen.y += 16;
  put(pen, table.title, { at: pen.left, y: pen.y, style: { font: FONTS.bold, size: SIZE.heading } });
  pen.y += SIZE.heading + 6;
  for (const note of table.notes)
    pen.y += wrapped(pen, note, { at: pen.left, width: pen.width, style: SMALL }) + 2;
  const columns = placed(pen, table.columns);
  const size = fittingSize(pen, columns, table);
  writeHead(pen, columns);
  for (const row of table.rows) writeRow(pen, columns, { row, style: { ...BODY, size } });
  if (table.total === undefined) return;
  turnPageIfLess(pen, ROW_HEIGHT, () => writeHead(pen, columns));
  rule(pen, 0.7);
  writeRow(pen, columns, { row: table.total, style: { ...STRONG, size } });
}

/** The size at which the longest number of the table has room in its column: a number is never cut. */
function fittingSize(pen: Pen, columns: readonly PlacedColumn[], table: ReportTable): number {
  let size = SIZE.body;
  for (const row of [...table.rows, ...(table.total === undefined ? [] : [table.total])]) {
    for (const [index, column] of columns.entries()) {
      if (!isNumber(column)) continue;
      const width = widthOf(pen, textOf(row[index], pen.language), { ...STRONG, size });
      if (width > column.room) size = Math.max(SIZE_MIN, (size * column.room) / width);
    }
  }
  return size;
}

function isNumber({ kind }: ReportColumn): boolean {
  return kind === "amount" || kind === "count";
}

type PlacedColumn = ReportColumn & Readonly<{ at: number; room: number }>;

function placed(pen: Pen, columns: readonly ReportColumn[]): PlacedColumn[] {
  const all = columns.reduce((sum, { width }) => sum + width, 0);
  let at = pen.left;
  return columns.map((column) => {
    const room = (pen.width * column.width) / all;
    const place = { ...column, at, room: room - GAP };
    at += room;
    return place;
  });
}

function writeHead(pen: Pen, columns: readonly PlacedColumn[]): void {
  const style: Style = { font: FONTS.bold, size: SIZE.small };
  const labels = columns.map((column) => linesOf(pen, column.label, { width: column.room, style }));
  const height = Math.max(...labels.map((lines) => lines.length));
  for (const [index, column] of columns.entries()) {
    const lines = labels[index] ?? [];
    for (const [place, text] of lines.entries()) {
      // Short labels stand on the line, beside the last line of long ones.
      const y = pen.y + (height - lines.length + place) * HEAD_LINE;
      putCell({ ...pen, y }, column, { text, style });
    }
  }
  pen.y += height * HEAD_LINE + 4;
  rule(pen, 0.5);
}

/** Texts that need more room than their column has go on below: on paper there is no other place to look. */
function writeRow(
  pen: Pen,
  columns: readonly PlacedColumn[],
  { row, style }: Readonly<{ row: readonly CellValue[]; style: Style }>,
): void {
  const cells = columns.map((column, index) => {
    const text = textOf(row[index], pen.language);
    if (isNumber(column)) return [text];
    const lines = linesOf(pen, text, { width: column.room, style });
    return lines.length <= LINES_MAX ? lines : [...lines.slice(0, LINES_MAX - 1), "…"];
  });
  const height = ROW_HEIGHT + (Math.max(...cells.map((lines) => lines.length)) - 1) * LINE;
  turnPageIfLess(pen, height, () => writeHead(pen, columns));
  for (const [index, column] of columns.entries()) {
    for (const [line, text] of (cells[index] ?? []).entries())
      putCell({ ...pen, y: pen.y + line * LINE }, column, { text, style });
  }
  pen.y += height;
}

function putCell(
  pen: Pen,
  column: PlacedColumn,
  { text, style }: Readonly<{ text: string; style: Style }>,
): void {
  const at = isNumber(column) ? column.at + column.room - widthOf(pen, text, style) : column.at;
  put(pen, text, { at, y: pen.y + 2, style });
}

/** Takes another page when there is less room than this. */
function turnPageIfLess(pen: Pen, room: number, then?: () => void): void {
  if (pen.y + room <= pen.bottom) return;
  pen.pdf.addPage();
  pen.y = MARGIN.top;
  then?.();
}

function rule(pen: Pen, thickness: number): void {
  pen.pdf
    .moveTo(pen.left, pen.y)
    .lineTo(pen.left + pen.width - GAP, pen.y)
    .lineWidth(thickness)
    .stroke();
}

/** Writes lines within a width; returns how high they are. */
function wrapped(pen: Pen, text: string, of: Readonly<{ at: number; width: number; style: Style }>): number {
  const lines = linesOf(pen, text, of);
  const height = of.style.size + 4;
  for (const [index, line] of lines.entries())
    put(pen, line, { at: of.at, y: pen.y + index * height, style: of.style });
  return lines.length * height;
}

/** A text in lines of whole words; a word that is wider than a line is broken. */
function linesOf(pen: Pen, text: string, of: Readonly<{ width: number; style: Style }>): string[] {
  const isWide = (line: string): boolean => widthOf(pen, line, of.style) > of.width;
  const lines: string[] = [];
  let line = "";
  for (const word of text.split(" ")) {
    const longer = line === "" ? word : `${line} ${word}`;
    if (!isWide(longer)) {
      line = longer;
      continue;
    }
    if (line !== "") lines.push(line);
    line = "";
    for (const character of isWide(word) ? Array.from(word) : [word]) {
      if (line !== "" && isWide(line + character)) {
        lines.push(line);
        line = "";
      }
      line += character;
    }
  }
  return [...lines, line];
}

/** As much of a text as there is room for; an ellipsis says that there is more. */
function cut(pen: Pen, text: string, of: Readonly<{ room: number; style: Style }>): string {
  if (widthOf(pen, text, of.style) <= of.room) return text;
  // No character is narrower than half a point: of a text without end only what could have room is measured.
  let shown = Array.from(text.slice(0, 2 * Math.ceil(of.room)));
  while (shown.length > 1 && widthOf(pen, `${shown.join("")}…`, of.style) > of.room)
    shown = shown.slice(0, -1);
  return `${shown.join("")}…`;
}

function widthOf(pen: Pen, text: string, style: Style): number {
  return pen.pdf
    .font(style.font)
    .fontSize(style.size)
    .widthOfString(toMeasurable(toWritable(text)));
}

function put(pen: Pen, text: string, of: Readonly<{ at: number; y: number; style: Style }>): void {
  pen.pdf
    .font(of.style.font)
    .fontSize(of.style.size)
    .text(toWritable(text), of.at, of.y, { lineBreak: false });
}

/** Known only at the end: how many pages there are. */
function writeHeadsAndFeet(pen: Pen): void {
  const { pdf, report } = pen;
  const { start, count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(start + page);
    const right = (text: string, y: number): void =>
      put(pen, text, { at: pen.left + pen.width - GAP - widthOf(pen, text, SMALL), y, style: SMALL });
    // The whole name is among the facts on the first page.
    const style = { font: FONTS.bold, size: SIZE.small };
    const room = pen.width - GAP - widthOf(pen, report.period, SMALL) - 2 * GAP;
    put(pen, cut(pen, report.merchant, { room, style }), { at: pen.left, y: 34, style });
    right(report.period, 34);
    put(pen, report.words.madeAt, { at: pen.left, y: pdf.page.height - 36, style: SMALL });
    right(report.words.page(page + 1, count), pdf.page.height - 36);
  }
}

function textOf(value: CellValue, language: MailLanguage): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if ("amount" in value) return amountText(value.amount, value.currency, language);
  return "date" in value ? value.date : countText(value.count, language);
}
