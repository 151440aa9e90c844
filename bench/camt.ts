import { parseArgs } from "node:util";

import { SaxesParser } from "saxes";

import { addDays, parseLedgerDate } from "@/lib/core/ledger-date";
import { readStatementBatches } from "@/lib/formats/bank/read-statements";
import { plausibleBooking, randomOf, statementOf } from "@/tests/factories/statement-files/bookings";
import type { AccountStatement } from "@/tests/factories/statement-files/bookings";
import { camtPieces } from "@/tests/factories/statement-files/camt";

/** Speed of the camt reader beside the bare tokenizer on the same bytes, turn about, and its memory on a large file. */

const RATIO_GOAL = 0.7;
const PIECE_BYTES = 65_536;
const PER_STATEMENT = 2_000;
const BYTES_PER_ENTRY = 628;
const MEGABYTE = 1_000_000;

const { values } = parseArgs({
  options: {
    /** Megabytes read for speed in each turn, and for memory. */
    size: { type: "string", default: "30" },
    turns: { type: "string", default: "7" },
    large: { type: "string", default: "200" },
  },
});

async function main(): Promise<void> {
  const pieces = [...bytesOf(Number(values.size) * MEGABYTE, 1)];
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bare: number[] = [];
  const reader: number[] = [];
  for (let turn = -1; turn < Number(values.turns); turn += 1) {
    const tokenized = await timed(async () => tokenize(pieces));
    const read = await timed(async () => count(readStatementBatches(fromPieces(pieces))));
    if (turn < 0) continue; // warm
    bare.push(length / MEGABYTE / tokenized.seconds);
    reader.push(length / MEGABYTE / read.seconds);
  }
  const ratios = reader.map((speed, turn) => speed / (bare[turn] ?? 1));
  console.log(`camt.053, ${(length / MEGABYTE).toFixed(0)} MB, ${values.turns} turns, medians\n`);
  console.log(`bare tokenizer     ${median(bare).toFixed(1).padStart(7)} MB/s`);
  console.log(`reader of camt     ${median(reader).toFixed(1).padStart(7)} MB/s`);
  const ratio = median(ratios);
  console.log(
    `ratio              ${ratio.toFixed(2).padStart(7)}      goal ${String(RATIO_GOAL)}${ratio < RATIO_GOAL ? ": missed" : ""}`,
  );
  await memory();
}

/** Reads a large file made while it is read, and looks at the heap in tenths of it. */
async function memory(): Promise<void> {
  const total = Number(values.large) * MEGABYTE;
  const tenths: number[] = [];
  let seen = 0;
  let most = 0;
  const watched = async function* (): AsyncGenerator<Uint8Array> {
    for (const piece of bytesOf(total, 2)) {
      seen += piece.length;
      most = Math.max(most, process.memoryUsage.rss());
      if (seen >= (total / 10) * (tenths.length + 1)) {
        globalThis.gc?.();
        const { heapUsed, arrayBuffers } = process.memoryUsage();
        tenths.push((heapUsed + arrayBuffers) / MEGABYTE);
      }
      yield piece;
    }
  };
  const lines = await count(readStatementBatches(watched()));
  console.log(`\n${values.large} MB made while it is read: ${String(lines)} events`);
  console.log(`heap after each tenth, MB  ${tenths.map((size) => size.toFixed(0)).join(" ")}`);
  console.log(
    `highest resident size      ${(most / MEGABYTE).toFixed(0)} MB (the process, with the file for speed in it)`,
  );
}

function* bytesOf(size: number, seed: number): Generator<Uint8Array> {
  let held = "";
  for (const piece of camtPieces(statements(size, seed))) {
    held += piece;
    if (held.length < PIECE_BYTES) continue;
    yield new TextEncoder().encode(held);
    held = "";
  }
  yield new TextEncoder().encode(held);
}

/** So many statements that they make about this many bytes. */
function* statements(size: number, seed: number): Generator<AccountStatement> {
  const random = randomOf(seed);
  const count = Math.max(1, Math.round(size / (PER_STATEMENT * BYTES_PER_ENTRY)));
  for (let index = 0; index < count; index += 1) {
    const from = addDays(parseLedgerDate("2026-01-01"), index % 300);
    const bookings = Array.from({ length: PER_STATEMENT }, (_, line) =>
      plausibleBooking(random, index * PER_STATEMENT + line),
    );
    yield statementOf(bookings, {
      id: `S-${String(index)}`,
      sequence: index + 1,
      from,
      to: addDays(from, 30),
    });
  }
}

function tokenize(pieces: readonly Uint8Array[]): void {
  const parser = new SaxesParser({ xmlns: false, position: true });
  const decoder = new TextDecoder();
  for (const piece of pieces) parser.write(decoder.decode(piece, { stream: true }));
  parser.close();
}

async function* fromPieces(pieces: readonly Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* pieces;
}

async function count(batches: AsyncIterable<readonly unknown[]>): Promise<number> {
  let seen = 0;
  for await (const batch of batches) seen += batch.length;
  return seen;
}

async function timed<T>(run: () => Promise<T>): Promise<Readonly<{ seconds: number }>> {
  const started = performance.now();
  await run();
  return { seconds: (performance.now() - started) / 1_000 };
}

function median(numbers: readonly number[]): number {
  return numbers.toSorted((left, right) => left - right)[Math.floor(numbers.length / 2)] ?? 0;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
