import { HOUR_MS } from "@/lib/core/clock";
import { dateInZone } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { COUNTRIES, TIME_ZONES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/** A head that was not seen for so long is stale (CONTRACT §5, "State of a topic"). */
export const STALE_AFTER_MS = 3 * HOUR_MS;
/** A cut-off may lie after midnight, and the report is read after it: until noon nobody misses a date's proof. */
const OVER_GRACE_MS = 12 * HOUR_MS;

/** One instant, as the ledgers of each country see it. */
export type Moment = Readonly<{
  nowMs: number;
  /** Heads last seen before this are stale. */
  staleBeforeMs: number;
  /** The date on the wall. */
  today: Readonly<Record<Country, LedgerDate>>;
  /** The last ledger date that is surely over. */
  lastOver: Readonly<Record<Country, LedgerDate>>;
}>;

export function momentOf(nowMs: number): Moment {
  const dateIn = (atMs: number): Readonly<Record<Country, LedgerDate>> => ({
    NO: dateInZone(atMs, TIME_ZONES.NO),
    DK: dateInZone(atMs, TIME_ZONES.DK),
    FI: dateInZone(atMs, TIME_ZONES.FI),
  });
  return {
    nowMs,
    staleBeforeMs: nowMs - STALE_AFTER_MS,
    today: dateIn(nowMs),
    // The date before the one that a clock twelve hours behind shows.
    lastOver: dateIn(nowMs - OVER_GRACE_MS - 24 * HOUR_MS),
  };
}

/** The values of a record by country, in the order of COUNTRIES: for statements that join them. */
export function byCountry<T>(record: Readonly<Record<Country, T>>): T[] {
  return COUNTRIES.map((country) => record[country]);
}
