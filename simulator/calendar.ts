/**
 * Days and local time. A day is its number since 1970-01-01. Ledger dates last from midnight to midnight in
 * the merchant's time zone, or from another cut-off such as 04:00 (Report API, OpenAPI, "Fetch report by date").
 */

export const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

export type Country = "NO" | "DK" | "FI";

const ZONE_OFFSET_MS: Readonly<Record<Country, number>> = { NO: HOUR_MS, DK: HOUR_MS, FI: 2 * HOUR_MS };

const dateTexts = new Map<number, string>();

/** `YYYY-MM-DD` of a day. */
export function dateText(day: number): string {
  const known = dateTexts.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  dateTexts.set(day, text);
  return text;
}

/** The day of a `YYYY-MM-DD` text, or undefined when there is no such date. */
export function parseDay(text: string): number | undefined {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const ms = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(ms)) return undefined;
  const day = Math.floor(ms / DAY_MS);
  return new Date(ms).toISOString().slice(0, 10) === text ? day : undefined;
}

/** 0 is Sunday. */
export function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}

/** 0 is January. */
export function monthOf(day: number): number {
  return Number(dateText(day).slice(5, 7)) - 1;
}

export function dayOfMonth(day: number): number {
  return Number(dateText(day).slice(8, 10));
}

const summerTimes = new Map<number, readonly [number, number]>();

/** The European Union's rule: the last Sundays of March and October, at 01:00 UTC. */
function summerOf(year: number): readonly [number, number] {
  const known = summerTimes.get(year);
  if (known !== undefined) return known;
  const lastSunday = (month: number): number => {
    const last = Math.floor(Date.UTC(year, month + 1, 0) / DAY_MS);
    return (last - weekdayOf(last)) * DAY_MS + HOUR_MS;
  };
  const times = [lastSunday(2), lastSunday(9)] as const;
  summerTimes.set(year, times);
  return times;
}

function isSummer(utcMs: number): boolean {
  const [start, end] = summerOf(new Date(utcMs).getUTCFullYear());
  return utcMs >= start && utcMs < end;
}

/** The instant at which the clocks of a country show `secondOfDay` on a day; the first of two in autumn. */
export function localToUtcMs(country: Country, day: number, secondOfDay: number): number {
  const winter = day * DAY_MS + secondOfDay * 1000 - ZONE_OFFSET_MS[country];
  return isSummer(winter - HOUR_MS) ? winter - HOUR_MS : winter;
}

/** The day that the clocks of a country show, when its days begin at `cutoffHour`. */
export function localDay(country: Country, utcMs: number, cutoffHour: number): number {
  const local = utcMs + ZONE_OFFSET_MS[country] + (isSummer(utcMs) ? HOUR_MS : 0);
  const guess = Math.floor((local - cutoffHour * HOUR_MS) / DAY_MS);
  // On the two days on which the clocks change the guess can be one off.
  for (let day = guess + 1; day > guess - 1; day -= 1) {
    if (localToUtcMs(country, day, cutoffHour * 3600) <= utcMs) return day;
  }
  return guess - 1;
}

const PADDED_2: readonly string[] = Array.from({ length: 100 }, (_, n) => String(n).padStart(2, "0"));
const PADDED_3: readonly string[] = Array.from({ length: 1000 }, (_, n) => String(n).padStart(3, "0"));

/** ISO 8601 in UTC with microseconds, as the Report API writes `time`. */
export function timeText(timeUs: number): string {
  const day = Math.floor(timeUs / 86_400_000_000);
  let rest = timeUs - day * 86_400_000_000;
  const micros = rest % 1000;
  rest = (rest - micros) / 1000;
  const millis = rest % 1000;
  rest = (rest - millis) / 1000;
  const second = rest % 60;
  rest = (rest - second) / 60;
  const minute = rest % 60;
  const hour = (rest - minute) / 60;
  return `${dateText(day)}T${PADDED_2[hour]}:${PADDED_2[minute]}:${PADDED_2[second]}.${PADDED_3[millis]}${PADDED_3[micros]}Z`;
}
