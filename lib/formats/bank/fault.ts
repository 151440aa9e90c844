import { AppError } from "@/lib/core/errors";
import type { FilePlace } from "@/lib/domain/bank/statement";
import type { StatementFault } from "@/lib/domain/bank/statement-fault";

const FOUND_MAX = 40;

/**
 * The error for a place of a file: fields `line`, `column`, `found` (shortened: a file holds other people's texts)
 * and `expected`, whose `reason` is the word for interfaces that say it in their own language.
 */
export function fault(place: FilePlace, reason: StatementFault, found: string, expected: string): AppError {
  const shown = shorten(found);
  const at = `line ${String(place.line)}, column ${String(place.column)}`;
  return new AppError(
    "invalid_input",
    `${at}: expected ${expected}${shown === "" ? "" : `, found "${shown}"`}`,
    {
      fields: [
        { field: "line", message: String(place.line) },
        { field: "column", message: String(place.column) },
        { field: "found", message: shown },
        { field: "expected", message: expected, reason },
      ],
    },
  );
}

function shorten(text: string): string {
  const plain = text.replaceAll(/[\s\p{C}]+/gu, " ").trim();
  return plain.length <= FOUND_MAX ? plain : `${plain.slice(0, FOUND_MAX)}…`;
}
