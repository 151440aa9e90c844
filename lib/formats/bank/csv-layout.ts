import { CSV_DELIMITERS, DATE_ORDERS } from "@/lib/domain/bank/csv-layout";
import type {
  CsvDelimiter,
  CsvLayout,
  CsvLayoutColumn,
  CsvRole,
  DateOrder,
  DecimalMark,
} from "@/lib/domain/bank/csv-layout";
import type { AccountNumber } from "@/lib/domain/bank/statement";
import { readAccount } from "@/lib/formats/bank/account";
import { readCsvAmount } from "@/lib/formats/bank/amounts";
import { accountIn } from "@/lib/formats/bank/csv-account";
import { isHeader, plainName, rolesOf } from "@/lib/formats/bank/csv-headers";
import { CSV_PRESETS } from "@/lib/formats/bank/csv-presets";
import type { CsvPreset } from "@/lib/formats/bank/csv-presets";
import { recordsOfHead } from "@/lib/formats/bank/csv-records";
import type { CsvRecord } from "@/lib/formats/bank/csv-records";
import { readOrderedDate } from "@/lib/formats/bank/dates";

const PREAMBLE_MAX = 100;
const SAMPLE_MAX = 20;
/** The share of cells that must be dates, or amounts, for a column without a name to be taken as such. */
const SHARE = 0.7;

/** What a file shows of its layout, for a person to see and correct. */
export type CsvProposal = Readonly<{
  layout: CsvLayout;
  /** The bank whose usual file this is, and whether that is assumed. */
  bank: string | undefined;
  isAssumed: boolean;
  /** The account that the file itself names; undefined: a person must say which, in `layout.account`. */
  account: AccountNumber | undefined;
  header: readonly string[];
  /** Some rows after the header. */
  rows: readonly (readonly string[])[];
}>;

/** Proposes a layout from the beginning of a file; undefined when it shows no table of bookings. */
export function proposeLayout(head: string, isWhole: boolean, fileName: string): CsvProposal | undefined {
  const plain = head.replaceAll(/\r\n?/g, "\n");
  const named = /^sep=([;,\t|])\n/i.exec(plain)?.[1];
  const tables = CSV_DELIMITERS.filter((delimiter) =>
    named === undefined ? plain.includes(delimiter) : delimiter === named,
  ).map((delimiter) => ({ delimiter, records: recordsOfHead(plain, delimiter, isWhole) }));
  const headed = tables.flatMap(({ delimiter, records }) => {
    const at = records.slice(0, PREAMBLE_MAX).findIndex(({ cells }) => isHeader(cells));
    return at < 0 ? [] : [{ delimiter, records, at, roles: rolesOf(records[at]?.cells ?? []).size }];
  });
  const [best] = headed.toSorted((left, right) => right.roles - left.roles);
  if (best !== undefined) return ofHeader(best.records, best.at, best.delimiter, fileName);
  for (const { delimiter, records } of tables) {
    const proposal = ofContent(records, delimiter, fileName);
    if (proposal !== undefined) return proposal;
  }
  return undefined;
}

function ofHeader(
  records: readonly CsvRecord[],
  at: number,
  delimiter: CsvDelimiter,
  fileName: string,
): CsvProposal {
  const header = records[at]?.cells ?? [];
  const rows = records.slice(at + 1).map(({ cells }) => cells);
  const preset = presetOf(header);
  const roles = preset === undefined ? rolesOf(header) : rolesBy(preset, header);
  const named = [...roles].map(([index, role]) => ({ role, name: header[index] ?? "", index }));
  const columns = withSides(named, rows, preset?.country).toSorted((left, right) => left.index - right.index);
  const layout = layoutOf({ delimiter, columns, rows, hasHeader: true, preset });
  return {
    layout,
    bank: preset?.bank,
    isAssumed: preset?.isAssumed ?? true,
    account: accountOf(layout, records.slice(0, at), rows, fileName),
    header,
    rows: rows.slice(0, SAMPLE_MAX),
  };
}

/** The preset whose names are exactly those of the header, in any order. */
function presetOf(header: readonly string[]): CsvPreset | undefined {
  const names = header.map(plainName).filter((name) => name !== "");
  return CSV_PRESETS.find(
    ({ columns }) =>
      columns.length === names.length && columns.every(([name]) => names.includes(plainName(name))),
  );
}

function rolesBy({ columns }: CsvPreset, header: readonly string[]): ReadonlyMap<number, CsvRole> {
  const roles = new Map<number, CsvRole>();
  for (const [name, role] of columns) {
    const place = header.findIndex((own) => plainName(own) === plainName(name));
    if (role !== undefined && place >= 0) roles.set(place, role);
  }
  return roles;
}

/**
 * Columns of who pays and who is paid tell the account only when they hold account numbers, and the same one for all
 * rows; otherwise they are names of others.
 */
function withSides(
  columns: readonly CsvLayoutColumn[],
  rows: readonly (readonly string[])[],
  country: string | undefined,
): readonly CsvLayoutColumn[] {
  const own = ownAccounts(columns, rows, country);
  const isAccount = own.size === 1 && !own.has("");
  return columns.map((column) => {
    if (column.role !== "fromAccount" && column.role !== "toAccount") return column;
    const cells = rows.map((row) => row[column.index] ?? "").filter((cell) => cell !== "");
    const hasNames = cells.some((cell) => readAccount(cell) === undefined);
    if (isAccount && !hasNames) return column;
    return { ...column, role: hasNames ? ("counterparty" as const) : ("additional" as const) };
  });
}

/** The accounts that the sides of the rows would give; the empty text for a number that is none. */
function ownAccounts(
  columns: readonly CsvLayoutColumn[],
  rows: readonly (readonly string[])[],
  country: string | undefined,
): ReadonlySet<string> {
  const at = (role: CsvRole): number => columns.find((column) => column.role === role)?.index ?? -1;
  const found = new Set<string>();
  for (const row of rows) {
    const amount = row[at("amount")] ?? "";
    const isIn = amount === "" ? (row[at("moneyIn")] ?? "") !== "" : !/[-−]/.test(amount);
    const cell = row[at(isIn ? "toAccount" : "fromAccount")] ?? "";
    if (cell !== "") found.add(readAccount(cell, country)?.id ?? "");
  }
  return found;
}

function accountOf(
  { columns, country }: CsvLayout,
  preamble: readonly CsvRecord[],
  rows: readonly (readonly string[])[],
  fileName: string,
): AccountNumber | undefined {
  const column = columns.find(({ role }) => role === "account");
  if (column !== undefined) {
    const cell = rows.map((row) => row[column.index] ?? "").find((text) => text !== "");
    if (cell !== undefined) return readAccount(cell, country);
  }
  const [only] = ownAccounts(columns, rows, country);
  if (only !== undefined && only !== "") return readAccount(only, country);
  return accountIn(preamble, fileName, country);
}

type Shown = Readonly<{
  delimiter: CsvDelimiter;
  columns: readonly CsvLayoutColumn[];
  rows: readonly (readonly string[])[];
  hasHeader: boolean;
  preset: CsvPreset | undefined;
}>;

function layoutOf({ delimiter, columns, rows, hasHeader, preset }: Shown): CsvLayout {
  const cellsOf = (...roles: readonly CsvRole[]): string[] =>
    columns
      .filter(({ role }) => roles.includes(role))
      .flatMap(({ index }) => rows.map((row) => row[index] ?? ""))
      .filter((cell) => /\d/.test(cell));
  return {
    encoding: undefined,
    delimiter,
    hasHeader,
    columns,
    dateOrder: dateOrderOf(cellsOf("bookingDate", "valueDate"), preset?.dateOrder),
    decimal: decimalOf(cellsOf("amount", "moneyIn", "moneyOut", "balance"), preset?.decimal),
    isOutNegative: cellsOf("moneyOut").some((cell) => /[-−]\s*[\d.,]|\d\s*[-−]\s*$/.test(cell)),
    currency: preset?.currency,
    account: undefined,
    country: preset?.country,
  };
}

/** The order that reads most of the dates; day before month where both would. */
function dateOrderOf(cells: readonly string[], usual: DateOrder | undefined): DateOrder {
  const orders: readonly DateOrder[] = [...(usual === undefined ? [] : [usual]), "dmy", ...DATE_ORDERS];
  const readable = new Map(
    orders.map((order) => [order, cells.filter((cell) => readOrderedDate(cell, order) !== undefined).length]),
  );
  return orders.toSorted((left, right) => (readable.get(right) ?? 0) - (readable.get(left) ?? 0))[0] ?? "dmy";
}

/** The mark before one or two last digits; of `1,234.50` the last one. Without any, not the one before groups of three. */
function decimalOf(cells: readonly string[], usual: DecimalMark | undefined): DecimalMark {
  const ends = (pattern: RegExp): number => cells.filter((cell) => pattern.test(cell)).length;
  const commas = ends(/,(?:\d{1,2}|[-–])(?![\d.,])/);
  const points = ends(/\.(?:\d{1,2}|[-–])(?![\d.,])/);
  if (commas !== points) return commas > points ? "," : ".";
  const groups = (pattern: RegExp): number => (commas > 0 ? 0 : ends(pattern));
  const byComma = groups(/(?<![\d.,])\d{1,3}(?:,\d{3})+(?![\d.,])/);
  const byPoint = groups(/(?<![\d.,])\d{1,3}(?:\.\d{3})+(?![\d.,])/);
  return byComma === byPoint ? (usual ?? ",") : byComma > byPoint ? "." : ",";
}

/** A table without names: the first column of dates, the first of amounts with decimals, the rest texts. */
function ofContent(
  records: readonly CsvRecord[],
  delimiter: CsvDelimiter,
  fileName: string,
): CsvProposal | undefined {
  const rows = records.map(({ cells }) => cells).filter((cells) => cells.length >= 3);
  if (rows.length === 0 || rows.length < records.length * SHARE) return undefined;
  const width = Math.max(...rows.map((cells) => cells.length));
  const share = (place: number, fits: (cell: string) => boolean): number =>
    rows.filter((cells) => fits(cells[place] ?? "")).length / rows.length;
  const isDate = (cell: string): boolean =>
    DATE_ORDERS.some((order) => readOrderedDate(cell, order) !== undefined);
  const isAmount = (cell: string): boolean =>
    /\d[.,]\d{1,2}(?!\d)/.test(cell) &&
    !isDate(cell) &&
    (readCsvAmount(cell, ",", "") ?? readCsvAmount(cell, ".", "")) !== undefined;
  const places = Array.from({ length: width }, (_, place) => place);
  const dates = places.filter((place) => share(place, isDate) >= SHARE);
  const [amount, balance] = places.filter((place) => share(place, isAmount) >= SHARE);
  const [date, valueDate] = dates;
  if (date === undefined || amount === undefined) return undefined;
  const roleOf = (place: number): CsvRole =>
    place === date
      ? "bookingDate"
      : place === valueDate
        ? "valueDate"
        : place === amount
          ? "amount"
          : place === balance
            ? "balance"
            : "text";
  const columns = places.map((index) => ({ role: roleOf(index), name: "", index }));
  const layout = layoutOf({ delimiter, columns, rows, hasHeader: false, preset: undefined });
  return {
    layout,
    bank: undefined,
    isAssumed: true,
    account: accountIn([], fileName, undefined),
    header: [],
    rows: rows.slice(0, SAMPLE_MAX),
  };
}
