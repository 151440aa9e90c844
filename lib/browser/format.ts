import { toDecimalText } from "@/lib/core/money";
import { dateInZone, isoWeekday } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

export type Language = "en" | "nb";

const MINUS = "\u2212";

/**
 * How numbers are written is ours, like the names of months below: runtimes differ in their spaces and signs, and then
 * the page that the server wrote is not the page that the browser would write.
 */
const NUMBERS = {
  en: { group: ",", decimal: "." },
  nb: { group: "\u00a0", decimal: "," },
} as const satisfies Record<Language, object>;

/** An amount as people write it: grouped, its decimals always, a true minus, no-break spaces. Exact at any size. */
export function formatAmount(amount: bigint, currency: string, language: Language): string {
  const [whole = "", decimals] = toDecimalText(amount, currency).split(".");
  const text = formatCount(BigInt(whole), language);
  // "-0" has lost its sign as a number.
  const sign = amount < 0n && !text.startsWith(MINUS) ? MINUS : "";
  return `${sign}${text}${decimals === undefined ? "" : `${NUMBERS[language].decimal}${decimals}`}`;
}

/** A whole number, grouped by thousands. */
export function formatCount(count: number | bigint, language: Language): string {
  return String(count)
    .replace("-", MINUS)
    .replaceAll(/\B(?=(?:\d{3})+$)/g, NUMBERS[language].group);
}

export type DateStyle = "short" | "weekday" | "month" | "long";

/**
 * Names of months and days are ours: what a runtime knows of them differs from version to version, and then the
 * page that the server wrote is not the page that the browser would write.
 */
const NAMES = {
  en: {
    short: "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split(" "),
    long: "January February March April May June July August September October November December".split(" "),
    days: "Mon Tue Wed Thu Fri Sat Sun".split(" "),
    longDays: "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(" "),
    dot: "",
  },
  nb: {
    short: "jan feb mars apr mai juni juli aug sep okt nov des".split(" "),
    long: "januar februar mars april mai juni juli august september oktober november desember".split(" "),
    days: "man tir ons tor fre lør søn".split(" "),
    longDays: "mandag tirsdag onsdag torsdag fredag lørdag søndag".split(" "),
    dot: ".",
  },
} as const satisfies Record<Language, object>;

/** `20 Nov`, with the year when it is not this one, with the weekday where bank days matter; long for a merchant. */
export function formatLedgerDate(
  date: LedgerDate,
  language: Language,
  options: Readonly<{ thisYear: string; style?: DateStyle }>,
): string {
  const { thisYear, style = "short" } = options;
  const names = NAMES[language];
  const [year = "", month = "", day = ""] = date.split("-");
  if (style === "month") return `${names.long[Number(month) - 1] ?? ""} ${year}`;
  if (style === "long") {
    const text = `${names.longDays[isoWeekday(date) - 1] ?? ""} ${String(Number(day))}${names.dot} ${names.long[Number(month) - 1] ?? ""}`;
    return year === thisYear ? text : `${text} ${year}`;
  }
  const weekday = style === "weekday" ? `${names.days[isoWeekday(date) - 1] ?? ""} ` : "";
  const text = `${weekday}${String(Number(day))}${names.dot} ${names.short[Number(month) - 1] ?? ""}`;
  return year === thisYear ? text : `${text} ${year}`;
}

/** `20 Nov 2026, 14:03` in the zone. */
export function formatInstant(instant: string, language: Language, timeZone: string): string {
  const ms = Date.parse(instant);
  return `${formatLedgerDate(dateInZone(ms, timeZone), language, { thisYear: "" })}, ${clockOf(ms, timeZone)}`;
}

/** `Saturday 21 November 2026, 09:42` in the zone. */
export function formatToday(now: Date, language: Language, timeZone: string): string {
  const names = NAMES[language];
  const date = dateInZone(now.getTime(), timeZone);
  const [year = "", month = "", day = ""] = date.split("-");
  const weekday = names.longDays[isoWeekday(date) - 1] ?? "";
  return `${weekday} ${String(Number(day))}${names.dot} ${names.long[Number(month) - 1] ?? ""} ${year}, ${clockOf(now.getTime(), timeZone)}`;
}

/** The month's short name, for a column's head. */
export function formatMonth(now: Date, language: Language): string {
  const month = dateInZone(now.getTime(), "Europe/Oslo").slice(5, 7);
  return NAMES[language].short[Number(month) - 1] ?? "";
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** `14:03` on the wall of the zone. */
function clockOf(ms: number, timeZone: string): string {
  let clock = clocks.get(timeZone);
  if (clock === undefined) {
    clock = new Intl.DateTimeFormat("en-GB", {
      timeZone,
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    clocks.set(timeZone, clock);
  }
  return clock.format(ms);
}
