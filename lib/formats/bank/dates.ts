import type { LedgerDate } from "@/lib/core/ledger-date";
import type { DateOrder } from "@/lib/domain/bank/csv-layout";

const YEAR_MIN = 1900;
const YEAR_MAX = 2199;
const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;
/** Two digits of a year from here on are of the century before: no bank file is from 2080, some are from 1999. */
const CENTURY_TURN = 80;

/** xs:date and xs:dateTime: a zone and fractions of any length may follow. */
const ISO = /^\d{4}-\d\d-\d\d(?:T\d\d:\d\d(?::\d\d(?:[.,]\d+)?)?)?(?:Z|[+-]\d\d:?\d\d)?$/;
const PARTS =
  /^(\d{1,4})\s*([.\-/: ])\s*(\d{1,2})\s*\2\s*(\d{1,4})\.?(?:[T ]+\d{1,2}[:.]\d\d(?:[:.]\d\d)?.{0,16})?$/;

/** The date, when the calendar has it. */
export function toLedgerDate(year: number, month: number, day: number): LedgerDate | undefined {
  if (year < YEAR_MIN || year > YEAR_MAX || day < 1) return undefined;
  const isLeap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && isLeap ? 29 : (DAYS[month - 1] ?? 0);
  if (day > days) return undefined;
  return `${String(year)}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}` as LedgerDate;
}

/** The civil date that an ISO 8601 date or instant writes, in the zone that it is written in: books have no other. */
export function readIsoDate(text: string): LedgerDate | undefined {
  if (!ISO.test(text)) return undefined;
  return toLedgerDate(Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10)));
}

/** `YYMMDD` of MT940. */
export function readShortDate(text: string): LedgerDate | undefined {
  if (!/^\d{6}$/.test(text)) return undefined;
  return toLedgerDate(wholeYear(text.slice(0, 2)), Number(text.slice(2, 4)), Number(text.slice(4, 6)));
}

/** A date of a CSV file in the file's order: separated by one of `.-/:` or a space, or eight digits; a time may follow. */
export function readOrderedDate(text: string, order: DateOrder): LedgerDate | undefined {
  const plain = text.trim();
  if (/^\d{8}$/.test(plain)) {
    if (order === "ymd") return ofParts(plain.slice(0, 4), plain.slice(4, 6), plain.slice(6));
    return inOrder(order, plain.slice(0, 2), plain.slice(2, 4), plain.slice(4));
  }
  const match = PARTS.exec(plain);
  return match === null ? undefined : inOrder(order, match[1] ?? "", match[3] ?? "", match[4] ?? "");
}

function inOrder(order: DateOrder, first: string, second: string, third: string): LedgerDate | undefined {
  if (order === "ymd") return ofParts(first, second, third);
  return order === "dmy" ? ofParts(third, second, first) : ofParts(third, first, second);
}

function ofParts(year: string, month: string, day: string): LedgerDate | undefined {
  if (month.length > 2 || day.length > 2) return undefined;
  if (year.length === 2) return toLedgerDate(wholeYear(year), Number(month), Number(day));
  return year.length === 4 ? toLedgerDate(Number(year), Number(month), Number(day)) : undefined;
}

function wholeYear(two: string): number {
  return Number(two) + (Number(two) >= CENTURY_TURN ? 1900 : 2000);
}
