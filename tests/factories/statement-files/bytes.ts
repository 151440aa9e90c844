import iconv from "iconv-lite";

import { AppError } from "@/lib/core/errors";
import type { StatementEvent, StatementLine } from "@/lib/domain/bank/statement";
import { readStatements } from "@/lib/formats/bank/read-statements";
import type { ReadOptions } from "@/lib/formats/bank/read-statements";

/** The bytes of a text in an encoding, with a byte order mark or without. */
export function encoded(text: string, encoding = "utf-8", mark = false): Uint8Array {
  return iconv.encode(text, encoding, { addBOM: mark });
}

/** The bytes in pieces that end at the given places. */
export async function* inPieces(bytes: Uint8Array, cuts: readonly number[] = []): AsyncGenerator<Uint8Array> {
  let start = 0;
  for (const cut of [...cuts].toSorted((left, right) => left - right)) {
    if (cut <= start || cut >= bytes.length) continue;
    yield bytes.slice(start, cut);
    start = cut;
  }
  yield bytes.slice(start);
}

/** Everything that a file is read as. */
export async function eventsOf(
  file: string | Uint8Array,
  options: ReadOptions = {},
  cuts: readonly number[] = [],
): Promise<readonly StatementEvent[]> {
  const bytes = typeof file === "string" ? encoded(file) : file;
  const events: StatementEvent[] = [];
  for await (const event of readStatements(inPieces(bytes, cuts), options)) events.push(event);
  return events;
}

export function linesOf(events: readonly StatementEvent[]): readonly StatementLine[] {
  return events.flatMap((event) => (event.kind === "line" ? [event.line] : []));
}

export function endsOf(
  events: readonly StatementEvent[],
): readonly Extract<StatementEvent, { kind: "end" }>[] {
  return events.flatMap((event) => (event.kind === "end" ? [event] : []));
}

export function statementsOf(
  events: readonly StatementEvent[],
): readonly Extract<StatementEvent, { kind: "statement" }>[] {
  return events.flatMap((event) => (event.kind === "statement" ? [event] : []));
}

/** How a file is refused: the fields of the error, and its word. Anything but a refusal fails. */
export async function refusal(
  file: string | Uint8Array,
  options: ReadOptions = {},
): Promise<Readonly<Record<string, string>>> {
  const error = await eventsOf(file, options).then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof AppError)) throw new Error("it was not refused", { cause: error });
  if (error.code !== "invalid_input") throw error;
  const fields = Object.fromEntries(error.fields.map(({ field, message }) => [field, message]));
  return { ...fields, reason: error.fields.find(({ reason }) => reason !== undefined)?.reason ?? "" };
}
