import { CSV_DELIMITERS } from "@/lib/domain/bank/csv-layout";
import type { CsvDelimiter, CsvLayout } from "@/lib/domain/bank/csv-layout";
import type { CsvProposal } from "@/lib/formats/bank/csv-layout";
import { recordsOfHead } from "@/lib/formats/bank/csv-records";
import { createDecoder } from "@/lib/formats/bank/encoding";
import type { Encoding } from "@/lib/formats/bank/encoding";

const SAMPLE_MAX = 20;
const PREAMBLE_MAX = 100;

/**
 * The rows of a text that shows no layout by itself, or as a person's layout has them: with the delimiter that gives
 * the widest rows, and the row of names where the layout finds it.
 */
export function sampleTable(
  head: Uint8Array,
  encoding: Encoding,
  options: Readonly<{ isWhole: boolean; layout: CsvLayout | undefined }>,
): Pick<CsvProposal, "header" | "rows"> & Readonly<{ delimiter: CsvDelimiter }> {
  const named = options.layout?.encoding;
  const text = decode(head, named === undefined ? encoding : { name: named, isCertain: true });
  const delimiter = options.layout?.delimiter ?? widest(text, options.isWhole);
  const rows = recordsOfHead(text, delimiter, options.isWhole).map(({ cells }) => cells);
  const at = headerAt(rows, options.layout);
  return {
    delimiter,
    header: at < 0 ? [] : (rows[at] ?? []),
    rows: rows.slice(at + 1, at + 1 + SAMPLE_MAX),
  };
}

function decode(head: Uint8Array, encoding: Encoding): string {
  const decoder = createDecoder(encoding);
  return decoder.write(head).replaceAll(/\r\n?/g, "\n");
}

function widest(text: string, isWhole: boolean): CsvDelimiter {
  const widths = CSV_DELIMITERS.map((delimiter) => ({
    delimiter,
    cells: recordsOfHead(text, delimiter, isWhole).reduce((sum, { cells }) => sum + cells.length - 1, 0),
  }));
  return widths.reduce((best, of) => (of.cells > best.cells ? of : best)).delimiter;
}

/** The row of names: where most of the layout's stand, else the first of the widest rows. */
function headerAt(rows: readonly (readonly string[])[], layout: CsvLayout | undefined): number {
  if (layout?.hasHeader === false) return -1;
  const first = rows.slice(0, PREAMBLE_MAX);
  if (layout !== undefined && layout.columns.length > 0) {
    const hits = first.map(
      (cells) => layout.columns.filter(({ name, index }) => name !== "" && cells[index] === name).length,
    );
    const most = Math.max(0, ...hits);
    if (most > 0) return hits.indexOf(most);
  }
  const width = Math.max(0, ...first.map((cells) => cells.length));
  return first.findIndex((cells) => cells.length === width);
}
