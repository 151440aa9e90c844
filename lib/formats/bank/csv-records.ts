import { Readable, pipeline } from "node:stream";

import { parse } from "csv-parse";
import { parse as parseSync } from "csv-parse/sync";

import type { CsvDelimiter } from "@/lib/domain/bank/csv-layout";
import { fault } from "@/lib/formats/bank/fault";

const RECORD_MAX = 100_000;
const CELLS_MAX = 500;
/** How many lines a cell that the head cuts may have. */
const HEAD_CUTS_MAX = 20;

/** A row of a file, and the line on which it begins. */
export type CsvRecord = Readonly<{ line: number; cells: readonly string[] }>;

type Parsed = Readonly<{ info: Readonly<{ lines: number }>; record: readonly string[] }>;

/**
 * Quotes inside quotes are tolerated, rows may be of any length, empty ones are left out. Text comes with plain line
 * breaks (`withPlainBreaks`).
 */
const options = (delimiter: CsvDelimiter) =>
  ({
    delimiter,
    record_delimiter: "\n",
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: true,
    info: true,
    max_record_size: RECORD_MAX,
  }) as const;

/** The rows of a file as they come. */
export async function* readRecords(
  text: AsyncIterable<string>,
  delimiter: CsvDelimiter,
): AsyncGenerator<CsvRecord> {
  const parser = parse(options(delimiter));
  // What goes wrong in either end comes out of the loop below.
  pipeline(Readable.from(text), parser, () => undefined);
  try {
    for await (const parsed of parser as AsyncIterable<Parsed>) yield recordOf(parsed);
  } catch (error) {
    throw asFault(error);
  }
}

/** The rows of the beginning of a file, without the last one when it may be cut off. */
export function recordsOfHead(head: string, delimiter: CsvDelimiter, isWhole: boolean): readonly CsvRecord[] {
  let text = isWhole ? head : head.slice(0, head.lastIndexOf("\n") + 1);
  for (let attempt = 0; attempt < HEAD_CUTS_MAX && text !== ""; attempt += 1) {
    try {
      return (parseSync(text, options(delimiter)) as unknown as readonly Parsed[]).map(recordOf);
    } catch {
      // Cut within a quoted cell, or no table with this delimiter.
      text = isWhole ? "" : text.slice(0, text.lastIndexOf("\n", text.length - 2) + 1);
    }
  }
  return [];
}

function recordOf({ info, record }: Parsed): CsvRecord {
  let line = info.lines; // of the row's end
  for (const cell of record) if (cell.includes("\n")) line -= cell.split("\n").length - 1;
  if (record.length > CELLS_MAX) {
    throw fault({ line, column: 1 }, "too-long", "", `a row of at most ${String(CELLS_MAX)} cells`);
  }
  return { line, cells: record.map(withoutQuotes) };
}

/** The parser leaves the outer quotes of a cell that has quotes inside. */
function withoutQuotes(cell: string): string {
  const isQuoted = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"');
  return (isQuoted ? cell.slice(1, -1) : cell).trim();
}

/** Faults of the parser, told by their code. */
function asFault(error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const line = error instanceof Error && "lines" in error ? Number(error.lines) : 1;
  const place = { line, column: 1 };
  if (code === "CSV_QUOTE_NOT_CLOSED") return fault(place, "cut-off", "", "the end of a quoted cell");
  if (code === "CSV_MAX_RECORD_SIZE") {
    return fault(
      place,
      "too-long",
      "",
      `a row of at most ${String(RECORD_MAX)} characters: a quote may be missing`,
    );
  }
  return code.startsWith("CSV_") ? fault(place, "layout", code, "a row of a CSV file") : error;
}
