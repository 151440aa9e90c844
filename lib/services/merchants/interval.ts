import { AppError } from "@/lib/core/errors";
import { daysBetween } from "@/lib/core/ledger-date";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Moment } from "@/lib/domain/ledger/moment";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import type { Country } from "@/lib/domain/payout/bank-days";

export type Interval = Readonly<{ from: LedgerDate; to: LedgerDate }>;

/**
 * The dates that are asked for: `to` is today unless given, `from` as `startOf` says. Throws: invalid_input when
 * they are the wrong way round, or more than `daysMax`.
 */
export function toInterval(
  query: Readonly<{ from?: LedgerDate | undefined; to?: LedgerDate | undefined }>,
  options: Readonly<{ today: LedgerDate; startOf: (to: LedgerDate) => LedgerDate; daysMax?: number }>,
): Interval {
  const to =
    query.to ?? (query.from !== undefined && query.from > options.today ? query.from : options.today);
  const from = query.from ?? options.startOf(to);
  if (from > to) {
    throw new AppError("invalid_input", "the interval ends before it begins", {
      fields: [{ field: "to", message: `must not be before ${from}` }],
    });
  }
  const { daysMax } = options;
  if (daysMax !== undefined && daysBetween(from, to) >= daysMax) {
    throw new AppError("invalid_input", "the interval is too long", {
      fields: [{ field: "from", message: `must be within ${String(daysMax)} days of ${to}` }],
    });
  }
  return { from, to };
}

/** Today where the merchant is; Norway's when it is nowhere we know. */
export function todayFor(moment: Moment, country: string | undefined): LedgerDate {
  const known: Country = COUNTRIES.find((code) => code === country) ?? "NO";
  return moment.today[known];
}
