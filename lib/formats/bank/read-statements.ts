import type { CsvLayout } from "@/lib/domain/bank/csv-layout";
import type { StatementEvent, StatementFormat } from "@/lib/domain/bank/statement";
import type { StatementFault } from "@/lib/domain/bank/statement-fault";
import { readCamt } from "@/lib/formats/bank/camt";
import { readCsv } from "@/lib/formats/bank/csv";
import { detectStatementFile, HEAD_BYTES } from "@/lib/formats/bank/detect";
import type { DetectedFile } from "@/lib/formats/bank/detect";
import { createDecoder } from "@/lib/formats/bank/encoding";
import type { Encoding } from "@/lib/formats/bank/encoding";
import { fault } from "@/lib/formats/bank/fault";
import { readMt940 } from "@/lib/formats/bank/mt940";
import { unzip } from "@/lib/formats/bank/zip";

export type ReadOptions = Readonly<{
  fileName?: string;
  /** How a CSV file is read; undefined: as it shows itself. Other formats take no notice. */
  csvLayout?: CsvLayout;
}>;

/** So much is decoded at once, whatever size of pieces the source has. */
const PIECE_BYTES = 65_536;
const BEGIN = { line: 1, column: 1 } as const;

const EXPECTED: Readonly<Partial<Record<StatementFault, string>>> = {
  empty: "a bank statement: the file is empty",
  "not-booked": "a statement of booked entries (camt.053, MT940): this one is of the day, or a notice",
  spreadsheet: "camt.053, MT940 or CSV: save the spreadsheet as CSV",
  pdf: "camt.053, MT940 or CSV: a PDF cannot be read",
  encoding: "text in UTF-8, UTF-16, ISO-8859-1, ISO-8859-15 or Windows-1252",
};

/**
 * Reads a file of bank statements as it comes, in memory that does not grow with it. The file is what its bytes say,
 * not what it is called. Throws invalid_input at the first fault, with its place; what came before it must not be kept.
 */
export async function* readStatements(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions = {},
): AsyncGenerator<StatementEvent, void> {
  for await (const batch of readStatementBatches(source, options)) {
    for (const event of batch) yield event;
  }
}

type Batches = AsyncGenerator<readonly StatementEvent[]>;

/** The same as it comes: what one piece of the file makes, together. For files of a million lines. */
export function readStatementBatches(source: AsyncIterable<Uint8Array>, options: ReadOptions = {}): Batches {
  return batchesOf(source, options);
}

async function* batchesOf(
  source: AsyncIterable<Uint8Array>,
  options: ReadOptions,
  /** Of a file in an archive: which one it is, from 1. */
  number?: number,
): Batches {
  const iterator = source[Symbol.asyncIterator]();
  try {
    const head = await headOf(iterator);
    const file = detectStatementFile(head, options.fileName);
    const rest = rejoined(head, iterator);
    if (file.kind === "zip" && number === undefined) {
      let inner = 0;
      for await (const { name, body } of unzip(rest)) {
        inner += 1;
        yield* batchesOf(body, { ...options, fileName: name }, inner);
      }
      return;
    }
    const batches = readerOf(file, rest, options);
    if (number === undefined) yield* batches;
    else yield* asInner(batches, { number, format: formatOf(file) });
  } finally {
    await iterator.return?.();
  }
}

/** The same events, saying which file of the archive they are of. */
async function* asInner(
  batches: Batches,
  inner: Readonly<{ number: number; format: StatementFormat }>,
): Batches {
  for await (const batch of batches)
    yield batch.map((event) => (event.kind === "statement" ? { ...event, inner } : event));
}

function formatOf({ kind }: DetectedFile): StatementFormat {
  return kind === "camt" || kind === "mt940" ? kind : "csv";
}

function readerOf(file: DetectedFile, bytes: AsyncIterable<Uint8Array>, options: ReadOptions): Batches {
  const fileName = options.fileName ?? "";
  if (file.kind === "camt") return readCamt(decoded(bytes, file.encoding));
  if (file.kind === "mt940") return readMt940(decoded(bytes, file.encoding));
  const { csvLayout } = options;
  const isTable = file.kind === "csv" || (file.kind === "unknown" && file.reason === "not-a-statement");
  if (isTable && csvLayout !== undefined && file.encoding !== undefined) {
    const named = csvLayout.encoding;
    const encoding = named === undefined ? file.encoding : { name: named, isCertain: true };
    return readCsv(decoded(bytes, encoding), csvLayout, fileName);
  }
  if (file.kind === "csv") return readCsv(decoded(bytes, file.encoding), file.proposal.layout, fileName);
  throw refusal(file);
}

function refusal(file: DetectedFile): Error {
  if (file.kind === "portal-export") {
    return fault(
      BEGIN,
      "portal-export",
      "",
      "a statement of the bank: this file is Vipps MobilePay's own export of its settlements, which cannot show that the bank received the money",
    );
  }
  if (file.kind === "zip")
    return fault(BEGIN, "zip", "", "statements in the zip archive, not another archive");
  const reason = file.kind === "unknown" ? file.reason : "not-a-statement";
  return fault(BEGIN, reason, "", EXPECTED[reason] ?? "a bank statement: camt.053, MT940 or CSV");
}

/** The beginning of the source, in one piece. */
async function headOf(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  while (length < HEAD_BYTES) {
    const next = await iterator.next();
    if (next.done === true) break;
    pieces.push(next.value);
    length += next.value.length;
  }
  const [only] = pieces;
  return only !== undefined && pieces.length === 1 ? only : Buffer.concat(pieces);
}

async function* rejoined(head: Uint8Array, iterator: AsyncIterator<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield head;
  for (let next = await iterator.next(); next.done !== true; next = await iterator.next()) yield next.value;
}

async function* decoded(bytes: AsyncIterable<Uint8Array>, encoding: Encoding): AsyncGenerator<string> {
  const decoder = createDecoder(encoding);
  for await (const chunk of bytes) {
    for (let start = 0; start < chunk.length; start += PIECE_BYTES) {
      const text = decoder.write(chunk.subarray(start, start + PIECE_BYTES));
      if (text !== "") yield text;
    }
  }
  const last = decoder.end();
  if (last !== "") yield last;
}
