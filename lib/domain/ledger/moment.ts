import { HOUR_MS } from "@/lib/core/clock";
import { dateInZone } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { lastOverDate } from "@/lib/domain/ledger/proof";
import { COUNTRIES, TIME_ZONES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

/** A head that was not seen for so long is stale (CONTRACT §5, "State of a topic"). */
export const STALE_AFTER_MS = 3 * HOUR_MS;
/** Dates that are over are compared one by one, and not at once: for so long nobody misses a date's proof. */
const PROOF_TIME_MS = 2 * HOUR_MS;

/** One instant, as the ledgers of each country see it. */
export type Moment = Readonly<{
  nowMs: number;
  /** Heads last seen before this are stale. */
  staleBeforeMs: number;
  /** The date on the wall. */
  today: Readonly<Record<Country, LedgerDate>>;
  /** The last ledger date that is over, and has been for long enough to be compared with its report. */
  lastOver: Readonly<Record<Country, LedgerDate>>;
}>;

export function momentOf(nowMs: number): Moment {
  return {
    nowMs,
    staleBeforeMs: nowMs - STALE_AFTER_MS,
    today: perCountry((timeZone) => dateInZone(nowMs, timeZone)),
    lastOver: perCountry((timeZone) => lastOverDate(nowMs - PROOF_TIME_MS, timeZone)),
  };
}

function perCountry(dateIn: (timeZone: string) => LedgerDate): Readonly<Record<Country, LedgerDate>> {
  return { NO: dateIn(TIME_ZONES.NO), DK: dateIn(TIME_ZONES.DK), FI: dateIn(TIME_ZONES.FI) };
}

/** The values of a record by country, in the order of COUNTRIES: for statements that join them. */
export function byCountry<T>(record: Readonly<Record<Country, T>>): T[] {
  return COUNTRIES.map((country) => record[country]);
}
