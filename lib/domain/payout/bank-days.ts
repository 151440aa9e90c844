import { addDays, isoWeekday, parseLedgerDate } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";

export const COUNTRIES = ["NO", "DK", "FI"] as const;
export type Country = (typeof COUNTRIES)[number];

/** Why a bank is closed on a date, and where that is written; `assumed` until a bank's calendar confirms it. */
export type ClosedDay = Readonly<{ name: string; source: string; assumed: boolean }>;

type Rule = Readonly<{
  name: string;
  source: string;
  assumed?: boolean;
  /** `MM-DD`, or days after Easter Sunday, or a function of the year. */
  on: string | number | ((year: number) => LedgerDate);
  until?: number;
}>;

const NO_LAW = "lov om 1. og 17. mai (1947), helligdagsfredloven § 2";
const DK_BANKS = "Finans Danmark, bankernes lukkedage";
const FI_BANKS = "Finanssiala, pankkipäivät";

const RULES: Readonly<Record<Country, readonly Rule[]>> = {
  NO: [
    { name: "1. nyttårsdag", source: NO_LAW, on: "01-01" },
    { name: "skjærtorsdag", source: NO_LAW, on: -3 },
    { name: "langfredag", source: NO_LAW, on: -2 },
    { name: "2. påskedag", source: NO_LAW, on: 1 },
    { name: "1. mai", source: NO_LAW, on: "05-01" },
    { name: "17. mai", source: NO_LAW, on: "05-17" },
    { name: "Kristi himmelfartsdag", source: NO_LAW, on: 39 },
    { name: "2. pinsedag", source: NO_LAW, on: 50 },
    { name: "julaften", source: "NICS, begrenset avregning", assumed: true, on: "12-24" },
    { name: "1. juledag", source: NO_LAW, on: "12-25" },
    { name: "2. juledag", source: NO_LAW, on: "12-26" },
  ],
  DK: [
    { name: "nytårsdag", source: DK_BANKS, on: "01-01" },
    { name: "skærtorsdag", source: DK_BANKS, on: -3 },
    { name: "langfredag", source: DK_BANKS, on: -2 },
    { name: "2. påskedag", source: DK_BANKS, on: 1 },
    { name: "store bededag", source: "afskaffet fra 2024, lov nr. 214 af 06/03/2023", on: 26, until: 2023 },
    { name: "Kristi himmelfartsdag", source: DK_BANKS, on: 39 },
    { name: "dagen efter Kristi himmelfartsdag", source: DK_BANKS, on: 40 },
    { name: "2. pinsedag", source: DK_BANKS, on: 50 },
    { name: "grundlovsdag", source: DK_BANKS, on: "06-05" },
    { name: "juleaftensdag", source: DK_BANKS, on: "12-24" },
    { name: "juledag", source: DK_BANKS, on: "12-25" },
    { name: "2. juledag", source: DK_BANKS, on: "12-26" },
    { name: "nytårsaftensdag", source: DK_BANKS, on: "12-31" },
  ],
  FI: [
    { name: "uudenvuodenpäivä", source: FI_BANKS, on: "01-01" },
    { name: "loppiainen", source: FI_BANKS, on: "01-06" },
    { name: "pitkäperjantai", source: FI_BANKS, on: -2 },
    { name: "2. pääsiäispäivä", source: FI_BANKS, on: 1 },
    { name: "vappu", source: FI_BANKS, on: "05-01" },
    { name: "helatorstai", source: FI_BANKS, on: 39 },
    { name: "juhannusaatto", source: FI_BANKS, on: midsummerEve },
    { name: "itsenäisyyspäivä", source: FI_BANKS, on: "12-06" },
    { name: "jouluaatto", source: FI_BANKS, on: "12-24" },
    { name: "joulupäivä", source: FI_BANKS, on: "12-25" },
    { name: "tapaninpäivä", source: FI_BANKS, on: "12-26" },
  ],
};

/** Bank days from the ledger date to the expected bank date: Vipps D+2 (NO), MobilePay D+1 (DK, FI). */
const PAYOUT_BANK_DAYS: Readonly<Record<Country, number>> = { NO: 2, DK: 1, FI: 1 };

const tables = new Map<string, ReadonlyMap<LedgerDate, ClosedDay>>();

/** The days of a year on which banks of the country are closed, besides Saturdays and Sundays. */
export function bankClosedDays(country: Country, year: number): ReadonlyMap<LedgerDate, ClosedDay> {
  const key = `${country}${String(year)}`;
  let table = tables.get(key);
  if (table === undefined) {
    table = new Map(
      RULES[country]
        .filter((rule) => rule.until === undefined || year <= rule.until)
        .map((rule) => [
          dateOf(rule, year),
          { name: rule.name, source: rule.source, assumed: rule.assumed ?? false },
        ]),
    );
    tables.set(key, table);
  }
  return table;
}

export function isBankDay(country: Country, date: LedgerDate): boolean {
  return isoWeekday(date) <= 5 && !bankClosedDays(country, Number(date.slice(0, 4))).has(date);
}

/** The `count`-th bank day after the date (before it when negative). */
export function addBankDays(country: Country, date: LedgerDate, count: number): LedgerDate {
  const step = count < 0 ? -1 : 1;
  let left = Math.abs(count);
  let day = date;
  while (left > 0) {
    day = addDays(day, step);
    if (isBankDay(country, day)) left -= 1;
  }
  return day;
}

/** The bank day on which a payout of the ledger date is expected in the bank (DESIGN §5, "Payouts"). */
export function expectedBankDate(country: Country, ledgerDate: LedgerDate): LedgerDate {
  return addBankDays(country, ledgerDate, PAYOUT_BANK_DAYS[country]);
}

/** The time zone in which a ledger date of the country begins and ends. */
export const TIME_ZONES: Readonly<Record<Country, string>> = {
  NO: "Europe/Oslo",
  DK: "Europe/Copenhagen",
  FI: "Europe/Helsinki",
};

function dateOf(rule: Rule, year: number): LedgerDate {
  if (typeof rule.on === "string") return parseLedgerDate(`${String(year)}-${rule.on}`);
  if (typeof rule.on === "number") return addDays(easterSunday(year), rule.on);
  return rule.on(year);
}

/** The Friday between 19 and 25 June. */
function midsummerEve(year: number): LedgerDate {
  const first = parseLedgerDate(`${String(year)}-06-19`);
  return addDays(first, (5 - isoWeekday(first) + 7) % 7);
}

/** Gregorian Easter Sunday (Meeus, Jones, Butcher). */
function easterSunday(year: number): LedgerDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = Math.floor(b / 4);
  const e = b % 4;
  const g = Math.floor((8 * b + 13) / 25);
  const h = (19 * a + b - d - g + 15) % 30;
  const i = Math.floor(c / 4);
  const k = c % 4;
  const l = (32 + 2 * e + 2 * i - h - k) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return parseLedgerDate(`${String(year)}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`);
}
