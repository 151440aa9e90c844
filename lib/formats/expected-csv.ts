import { parse } from "csv-parse/sync";

import type { CSV_FAULTS, CSV_FIELDS, CsvError } from "@/lib/contracts/onboarding";
import type { MailLanguage } from "@/lib/domain/access/language";
import { readBusinessId } from "@/lib/domain/merchant/business-id";
import type { BusinessId } from "@/lib/domain/merchant/business-id";
import type { Country } from "@/lib/domain/payout/bank-days";

/** The merchants a firm waits for, as a file: one a line, with names of columns in any of the four languages. */

type Field = (typeof CSV_FIELDS)[number];
type Fault = (typeof CSV_FAULTS)[number];

export const LINES_MAX = 2_000;
const NAME_MAX = 300;
const EMAIL_MAX = 320;

/** Names of columns in English, Norwegian, Danish and Finnish, without case and marks. */
const HEADERS: Readonly<Record<Field, readonly string[]>> = {
  country: ["country", "land", "maa"],
  organisationNumber: [
    "organisationnumber",
    "organizationnumber",
    "orgnumber",
    "orgno",
    "organisasjonsnummer",
    "organisationsnummer",
    "orgnummer",
    "orgnr",
    "cvr",
    "cvrnummer",
    "cvrnr",
    "ytunnus",
    "businessid",
  ],
  name: ["name", "navn", "nimi", "merchant", "kunde", "asiakas", "yritys"],
  email: [
    "email",
    "emailaddress",
    "epost",
    "epostadresse",
    "mail",
    "mailadresse",
    "emailadresse",
    "sähköposti",
  ],
  language: ["language", "språk", "sprog", "kieli"],
};

const COUNTRY_NAMES: Readonly<Record<Country, readonly string[]>> = {
  NO: ["no", "norge", "noreg", "norway", "norja"],
  DK: ["dk", "danmark", "denmark", "tanska"],
  FI: ["fi", "finland", "suomi"],
};

const LANGUAGE_NAMES: Readonly<Record<MailLanguage, readonly string[]>> = {
  nb: ["nb", "no", "nn", "norsk", "norwegian", "bokmål", "norja"],
  da: ["da", "dk", "dansk", "danish", "tanska"],
  fi: ["fi", "suomi", "finnish", "finsk"],
  en: ["en", "engelsk", "english", "englanti"],
};

/** A line that is right; `language` undefined: the country's. */
export type ExpectedLine = Readonly<{
  line: number;
  country: Country;
  business: BusinessId;
  name: string;
  email: string | undefined;
  language: MailLanguage | undefined;
}>;

export type ExpectedFile = Readonly<{ lines: readonly ExpectedLine[]; errors: readonly CsvError[] }>;

type CsvRecord = Readonly<{ info: Readonly<{ lines: number }>; record: readonly string[] }>;

/**
 * Reads such a file: separated by `;` or `,`, with or without a byte order mark, columns in any order. Every fault
 * is told with its line and field; a file with faults gives lines all the same, which must not be used.
 */
export function readExpectedCsv(text: string): ExpectedFile {
  const records = parseRecords(text);
  if ("fault" in records) return { lines: [], errors: [fault(records.line, null, records.fault, "")] };
  const [header, ...rows] = records.records;
  if (header === undefined) return { lines: [], errors: [fault(1, null, "empty", "")] };
  const { columns, errors } = readHeader(header);
  if (errors.length > 0) return { lines: [], errors };
  if (rows.length === 0) return { lines: [], errors: [fault(header.info.lines, null, "empty", "")] };
  if (rows.length > LINES_MAX)
    return { lines: [], errors: [fault(LINES_MAX + 2, null, "too-many-lines", String(rows.length))] };
  return readRows(rows, columns);
}

function parseRecords(
  text: string,
): Readonly<{ records: readonly CsvRecord[] }> | Readonly<{ fault: Fault; line: number }> {
  const firstLine =
    text
      .replace(/^\uFEFF/, "")
      .split(/\r?\n/)
      .find((line) => line.trim() !== "") ?? "";
  const delimiter = firstLine.split(";").length >= firstLine.split(",").length ? ";" : ",";
  try {
    const records = parse(text, {
      bom: true,
      delimiter,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      trim: true,
    }) as unknown as CsvRecord[]; // with `info` each record comes with its place
    return { records };
  } catch (error) {
    const line = error instanceof Error && "lines" in error ? Number(error.lines) : 1;
    return { fault: "unreadable", line: Number.isInteger(line) ? line : 1 };
  }
}

function readHeader(
  header: CsvRecord,
): Readonly<{ columns: ReadonlyMap<Field, number>; errors: readonly CsvError[] }> {
  const columns = new Map<Field, number>();
  const errors: CsvError[] = [];
  for (const [place, title] of header.record.entries()) {
    const field = nameOf(HEADERS, title);
    if (field === undefined) continue; // a column of the sender's own
    if (columns.has(field)) errors.push(fault(header.info.lines, field, "repeated-column", title));
    columns.set(field, place);
  }
  for (const field of ["country", "organisationNumber", "name"] as const) {
    if (!columns.has(field)) errors.push(fault(header.info.lines, field, "missing-column", ""));
  }
  return { columns, errors };
}

function readRows(rows: readonly CsvRecord[], columns: ReadonlyMap<Field, number>): ExpectedFile {
  const lines: ExpectedLine[] = [];
  const errors: CsvError[] = [];
  const seen = new Map<string, number>();
  for (const { info, record } of rows) {
    const cell = (field: Field): string => record[columns.get(field) ?? -1] ?? "";
    const read = readLine(info.lines, cell);
    errors.push(...read.errors);
    if (read.line === undefined) continue;
    const key = `${read.line.business.scheme} ${read.line.business.digits}`;
    const before = seen.get(key);
    if (before === undefined) lines.push(read.line);
    else errors.push(fault(info.lines, "organisationNumber", "repeated-line", String(before)));
    seen.set(key, before ?? info.lines);
  }
  return { lines, errors };
}

function readLine(
  line: number,
  cell: (field: Field) => string,
): Readonly<{ line?: ExpectedLine; errors: readonly CsvError[] }> {
  const errors: CsvError[] = [];
  const wrong = (field: Field, what: Fault): undefined => {
    errors.push(fault(line, field, what, cell(field)));
    return undefined;
  };
  const named = (field: "country" | "organisationNumber" | "name"): boolean => {
    if (cell(field) === "") wrong(field, "missing");
    return cell(field) !== "";
  };
  const country = named("country")
    ? (nameOf(COUNTRY_NAMES, cell("country")) ?? wrong("country", "unknown-country"))
    : undefined;
  const number = named("organisationNumber") ? cell("organisationNumber") : "";
  const read = country === undefined || number === "" ? undefined : readBusinessId(country, number);
  if (read?.fault !== undefined) wrong("organisationNumber", read.fault);
  if (named("name") && cell("name").length > NAME_MAX) wrong("name", "too-long");
  const email = cell("email") === "" ? undefined : cell("email");
  if (email !== undefined && !isAddress(email)) wrong("email", "not-an-address");
  const language =
    cell("language") === ""
      ? undefined
      : (nameOf(LANGUAGE_NAMES, cell("language")) ?? wrong("language", "unknown-language"));
  if (errors.length > 0 || country === undefined || read?.business === undefined) return { errors };
  return { errors, line: { line, country, business: read.business, name: cell("name"), email, language } };
}

function isAddress(text: string): boolean {
  return text.length <= EMAIL_MAX && /^[^\s@<>,;:"]+@[^\s@<>,;:"]+\.[^\s@<>,;:".]{2,}$/.test(text);
}

function nameOf<Name extends string>(
  names: Readonly<Record<Name, readonly string[]>>,
  text: string,
): Name | undefined {
  const plain = text.toLocaleLowerCase("nb-NO").replaceAll(/[^\p{L}\p{N}]/gu, "");
  return (Object.keys(names) as Name[]).find((name) => names[name].includes(plain));
}

function fault(line: number, field: Field | null, what: Fault, value: string): CsvError {
  return { line, field, fault: what, value: value.slice(0, 100) };
}
