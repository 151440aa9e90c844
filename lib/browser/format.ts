import { decimalsOf, toDecimalText } from "@/lib/core/money";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** How a reader's language writes numbers and dates. */
export const LOCALES = { en: "en-GB", nb: "nb-NO" } as const;
export type Language = keyof typeof LOCALES;

const MINUS = "\u2212";

/** An amount as people write it: grouped, its decimals always, a true minus, no-break spaces. Exact at any size. */
export function formatAmount(amount: bigint, currency: string, language: Language): string {
  const decimals = decimalsOf(currency);
  const text = numberFormat(language, decimals).format(
    toDecimalText(amount, currency) as Intl.StringNumericLiteral,
  );
  return text.replace("-", MINUS).replaceAll(/[\u0020\u202f]/g, "\u00a0");
}

export function formatCount(count: number, language: Language): string {
  return numberFormat(language, 0).format(count).replaceAll("\u202f", "\u00a0");
}

const numbers = new Map<string, Intl.NumberFormat>();

function numberFormat(language: Language, decimals: number): Intl.NumberFormat {
  const key = `${language}${String(decimals)}`;
  let format = numbers.get(key);
  if (format === undefined) {
    format = new Intl.NumberFormat(LOCALES[language], {
      minimumFractionDigits: decimals,
      maximumFractionDigits: decimals,
    });
    numbers.set(key, format);
  }
  return format;
}

export type DateStyle = "short" | "weekday" | "month";

/** `20 Nov`, with the year when it is not this one, with the weekday where bank days matter. */
export function formatLedgerDate(
  date: LedgerDate,
  language: Language,
  options: Readonly<{ thisYear: string; style?: DateStyle }>,
): string {
  const { thisYear, style = "short" } = options;
  const isOther = !date.startsWith(thisYear);
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone: "UTC",
    ...(style === "month" ? { month: "long" } : { day: "numeric", month: "short" }),
    ...(style === "weekday" ? { weekday: "short" } : {}),
    ...(isOther || style === "month" ? { year: "numeric" } : {}),
  });
  return format.format(new Date(`${date}T12:00:00Z`)).replace(/\.$/, "");
}

/** `20 Nov 2026, 14:03` in the zone. */
export function formatInstant(instant: string, language: Language, timeZone: string): string {
  const format = new Intl.DateTimeFormat(LOCALES[language], {
    timeZone,
    day: "numeric",
    month: "short",
    year: "numeric",
    hour: "2-digit",
    minute: "2-digit",
  });
  return format.format(new Date(instant));
}

/** `Saturday 21 November 2026, 09:42` in the zone. */
export function formatToday(now: Date, language: Language, timeZone: string): string {
  const locale = LOCALES[language];
  const day = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  const clock = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", minute: "2-digit" });
  return `${day.format(now)}, ${clock.format(now)}`;
}

/** The month's short name, for a column's head. */
export function formatMonth(now: Date, language: Language): string {
  return new Intl.DateTimeFormat(LOCALES[language], { timeZone: "Europe/Oslo", month: "short" })
    .format(now)
    .replace(/\.$/, "");
}

const ZONES: Readonly<Record<string, string>> = {
  NO: "Europe/Oslo",
  DK: "Europe/Copenhagen",
  FI: "Europe/Helsinki",
};

export function zoneOf(country: string | null | undefined): string {
  return ZONES[country ?? "NO"] ?? "Europe/Oslo";
}
