import type { CsvLayout, CsvLayoutColumn, CsvRole } from "@/lib/domain/bank/csv-layout";
import { plainName } from "@/lib/formats/bank/csv-headers";
import type { CsvRecord } from "@/lib/formats/bank/csv-records";
import { fault } from "@/lib/formats/bank/fault";

/** Rows of a bank's own words, before the header, at most. */
const PREAMBLE_MAX = 100;

/** Where the cells of each role are in the rows of one file. */
export type Places = Readonly<Partial<Record<CsvRole, readonly number[]>>>;

/** What kind of row this is. */
export type RowKind = "booking" | "pending" | "opening" | "closing" | "ignored";

const PENDING =
  /^(?:reserver|venter|vent[aä]|pending|ikke bok|ikke bog|ej bok|kommende|fremtid|future|odottaa|varaus|prelimin|avvis|slett|annul|reject|cancel|forkast|afvis|slettet|uutisk)/i;
const RESERVED = /^reserver(?:t|et|at)\b|^varaus\b/i;
const OPENING =
  /^(?:inn?g(?:å|aa)ende|indg(?:å|aa)ende|opening|start|primo|alku|ib\b|saldo (?:fra|overført|pr)|forrige)[\s-]*(?:saldo|balan|ib|forrige|$)?/i;
const CLOSING =
  /^(?:utg(?:å|aa)ende|udg(?:å|aa)ende|closing|slutt?|ultimo|loppu|ny|ub\b)[\s-]*(?:saldo|balan|ub|$)|^saldo$|^balance$/i;
const TOTAL = /^(?:sum|total|i alt|yhteens|antall|antal|count)/i;

/** Looks for the columns of a layout in the first rows, and says where they are in those that follow. */
export class CsvRows {
  readonly #layout: CsvLayout;
  places: Places | undefined;
  #width = 0;
  #header = "";
  readonly preamble: CsvRecord[] = [];

  constructor(layout: CsvLayout) {
    this.#layout = layout;
    if (!layout.hasHeader) {
      this.places = byRole(layout.columns.map((column) => [column, column.index] as const));
      this.#width = Number.MAX_SAFE_INTEGER;
    }
  }

  /** True when the row is one of data; false when it is the header, or stands before it. */
  take(record: CsvRecord): boolean {
    const { cells, line } = record;
    if (this.places !== undefined) {
      if (this.#header !== "" && cells.join("\u0000") === this.#header) return false; // the header of a file put behind
      const rest = cells.findIndex((cell, place) => place >= this.#width && cell !== "");
      if (rest >= 0) {
        throw fault(
          { line, column: rest + 1 },
          "layout",
          cells[rest] ?? "",
          "no more cells than the header has: a quote or a separator stands wrong",
        );
      }
      return true;
    }
    const found = this.#layout.columns.map((column) => [column, placeOf(column, cells)] as const);
    if (found.some(([column, place]) => place < 0 && isNeeded(column.role))) {
      this.preamble.push(record);
      if (this.preamble.length > PREAMBLE_MAX) throw this.noHeader(record);
      return false;
    }
    this.places = byRole(found.filter(([, place]) => place >= 0));
    this.#width = cells.length;
    this.#header = cells.join("\u0000");
    return false;
  }

  /** Told when no row had the names. */
  noHeader(record: CsvRecord): Error {
    const names = this.#layout.columns.filter(({ role }) => isNeeded(role)).map(({ name }) => name);
    const [first] = this.preamble;
    return fault(
      { line: first?.line ?? record.line, column: 1 },
      "column",
      (first ?? record).cells.join(" "),
      `a row with the names ${names.join(", ")}`,
    );
  }
}

function isNeeded(role: CsvRole): boolean {
  return ["bookingDate", "amount", "moneyIn", "moneyOut"].includes(role);
}

/** By name, at its old place first: two columns may share a name. */
function placeOf({ name, index }: CsvLayoutColumn, cells: readonly string[]): number {
  const plain = plainName(name);
  return plainName(cells[index] ?? "") === plain
    ? index
    : cells.findIndex((cell) => plainName(cell) === plain);
}

function byRole(found: readonly (readonly [CsvLayoutColumn, number])[]): Places {
  const places: Partial<Record<CsvRole, number[]>> = {};
  for (const [{ role }, place] of found) (places[role] ??= []).push(place);
  return places;
}

/** What a row is, by its date, its amount and its words. */
export function kindOf(cell: (role: CsvRole) => string, words: readonly string[], places: Places): RowKind {
  const hasAmount = cell("amount") !== "" || cell("moneyIn") !== "" || cell("moneyOut") !== "";
  const date = cell("bookingDate");
  const hasDate = /\d/.test(date);
  if (!hasAmount || !hasDate) {
    const label = [date, ...words].find((word) => OPENING.test(word) || CLOSING.test(word));
    if (label !== undefined && (hasAmount || cell("balance") !== ""))
      return OPENING.test(label) ? "opening" : "closing";
  }
  if (!hasDate && [date, ...words].some((word) => TOTAL.test(word))) return "ignored";
  if (!hasAmount) return hasDate ? "pending" : "ignored";
  if (!hasDate || PENDING.test(cell("status"))) return "pending";
  const lacks = (role: CsvRole): boolean => places[role] !== undefined && cell(role) === "";
  const isReserved = words.some((word) => RESERVED.test(word));
  const canTell = places.valueDate !== undefined || places.balance !== undefined;
  return isReserved && (!canTell || lacks("valueDate") || lacks("balance")) ? "pending" : "booking";
}
