import { AppError } from "@/lib/core/errors";
import { DAY_MS } from "@/lib/core/clock";

declare const ledgerDateBrand: unique symbol;

/** A civil date `YYYY-MM-DD` on which an entry is booked. Never an instant; compares as text. */
export type LedgerDate = string & { readonly [ledgerDateBrand]: true };

const PATTERN = /^(\d{4})-(\d{2})-(\d{2})$/;

/** True when the text is a date of the calendar, written `YYYY-MM-DD`. */
export function isLedgerDate(text: string): text is LedgerDate {
  const match = PATTERN.exec(text);
  if (match === null) return false;
  const ms = Date.UTC(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return Number.isFinite(ms) && toText(ms) === text;
}

/** Parses `YYYY-MM-DD`. Throws: invalid_input. */
export function parseLedgerDate(text: string): LedgerDate {
  if (!isLedgerDate(text)) {
    throw new AppError("invalid_input", `"${text}" is not a date; write it as 2026-11-21`);
  }
  return text;
}

/** The date `days` later (earlier when negative). */
export function addDays(date: LedgerDate, days: number): LedgerDate {
  return toText(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS);
}

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LedgerDate, to: LedgerDate): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS);
}

/** 1 = Monday … 7 = Sunday (ISO 8601). */
export function isoWeekday(date: LedgerDate): number {
  return ((new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7) + 1;
}

export function startOfMonth(date: LedgerDate): LedgerDate {
  return `${date.slice(0, 7)}-01` as LedgerDate;
}

/** The last date of a month written `YYYY-MM`. */
export function endOfMonth(month: string): LedgerDate {
  const [year, number] = month.split("-");
  return toText(Date.UTC(Number(year), Number(number), 0));
}

export function startOfYear(date: LedgerDate): LedgerDate {
  return `${date.slice(0, 4)}-01-01` as LedgerDate;
}

/** Every date from `from` through `to`, both included. */
export function* eachDate(from: LedgerDate, to: LedgerDate): Generator<LedgerDate> {
  for (let date = from; date <= to; date = addDays(date, 1)) yield date;
}

/** The civil date that a clock on the wall of `timeZone` shows at the instant. */
export function dateInZone(instantMs: number, timeZone: string): LedgerDate {
  return formatterOf(timeZone).format(new Date(instantMs)) as LedgerDate;
}

/** The instant at which the clock of `timeZone` passes `hour`:00 of the date, daylight saving included. */
export function instantOf(date: LedgerDate, hour: number, timeZone: string): number {
  const wall = Date.parse(`${date}T00:00:00Z`) + hour * 3_600_000;
  let guess = wall - offsetMs(wall, timeZone);
  guess = wall - offsetMs(guess, timeZone);
  return guess;
}

function offsetMs(instantMs: number, timeZone: string): number {
  const parts = new Map(
    wallFormatterOf(timeZone)
      .formatToParts(new Date(instantMs))
      .map((part) => [part.type, Number(part.value)]),
  );
  const at = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
  const wall = Date.UTC(at("year"), at("month") - 1, at("day"), at("hour"), at("minute"), at("second"));
  return wall - Math.floor(instantMs / 1000) * 1000;
}

const formatters = new Map<string, Intl.DateTimeFormat>();
const wallFormatters = new Map<string, Intl.DateTimeFormat>();

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = formatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" });
    formatters.set(timeZone, formatter);
  }
  return formatter;
}

function wallFormatterOf(timeZone: string): Intl.DateTimeFormat {
  let formatter = wallFormatters.get(timeZone);
  if (formatter === undefined) {
    formatter = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    wallFormatters.set(timeZone, formatter);
  }
  return formatter;
}

function toText(ms: number): LedgerDate {
  return new Date(ms).toISOString().slice(0, 10) as LedgerDate;
}
