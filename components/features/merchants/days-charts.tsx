"use client";

import { useLocale, useNow, useTranslations } from "next-intl";
import { useMemo } from "react";
import type { ReactNode } from "react";

import { BalanceChart } from "@/components/features/charts/balance-chart";
import { DayBars, extentOf, SERIES, SERIES_LOOKS } from "@/components/features/charts/day-bars";
import { levelsOf } from "@/components/features/charts/step-line";
import {
  addMoved,
  dayRowsOf,
  NOTHING_MOVED,
  openingOf,
  unitDaysOf,
} from "@/components/features/merchants/day-rows";
import type { Moved } from "@/components/features/merchants/day-rows";
import { Money } from "@/components/patterns/money";
import { formatAmount, formatLedgerDate } from "@/lib/browser/format";
import type { MerchantDays } from "@/lib/contracts/merchant-days";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** The balance over time, and what moved it by day: of all shops together, or one picture a shop on one scale. */
export function DaysCharts({
  days,
  currency,
  isSplit,
}: Readonly<{ days: MerchantDays; currency: string; isSplit: boolean }>) {
  const t = useTranslations("merchant");
  const sentence = useSentences(days, currency);
  const rows = useMemo(() => dayRowsOf(days, currency), [days, currency]);
  const opening = openingOf(days, currency);
  const levels = useMemo(
    () =>
      levelsOf(
        rows.map((row) => ({ date: row.date, balance: row.closing })),
        { from: days.from, to: days.to, opening },
      ),
    [rows, days.from, days.to, opening],
  );
  const dates = useMemo(() => levels.map((level) => level.date), [levels]);
  const total = rows.reduce((sum, row) => addMoved(sum, row.amounts), NOTHING_MOVED);
  return (
    <>
      <Picture title={t("balanceChart")}>
        <BalanceChart
          levels={levels}
          opening={opening}
          currency={currency}
          label={sentence.balance(levels.map((level) => level.balance))}
        />
      </Picture>
      {rows.length === 0 ? (
        <p className="text-muted text-sm">{t("quiet")}</p>
      ) : isSplit ? (
        <ShopCharts days={days} currency={currency} dates={dates} />
      ) : (
        <Picture title={t("barsChart")} foot={<SeriesKey total={total} currency={currency} />}>
          <DayBars days={rows} dates={dates} currency={currency} label={sentence.bars(total)} />
        </Picture>
      )}
    </>
  );
}

function ShopCharts({
  days,
  currency,
  dates,
}: Readonly<{ days: MerchantDays; currency: string; dates: readonly LedgerDate[] }>) {
  const t = useTranslations("merchant");
  const sentence = useSentences(days, currency);
  const units = useMemo(
    () => unitDaysOf(days, currency).filter((unit) => unit.days.some((day) => day.entryCount > 0)),
    [days, currency],
  );
  const extent = units.flatMap((unit) => (unit.handle === "" ? [] : extentOf(unit.days, dates)));
  return (
    <>
      {units.map((unit) => {
        const isShop = unit.handle !== "";
        const name = isShop ? unit.name : t("noShop");
        return (
          <Picture
            key={unit.handle}
            title={name}
            {...(!isShop && { detail: t("noShopDetail") })}
            foot={<SeriesKey total={unit.total} currency={currency} />}
          >
            <DayBars
              days={unit.days}
              dates={dates}
              currency={currency}
              label={sentence.shop(name, unit.total)}
              {...(isShop && { extent })}
            />
          </Picture>
        );
      })}
    </>
  );
}

function Picture({
  title,
  detail,
  foot,
  children,
}: Readonly<{ title: string; detail?: string; foot?: ReactNode; children: ReactNode }>) {
  return (
    <figure className="border-line bg-raised mb-3 rounded-lg border p-4">
      <figcaption className="mb-2 text-sm font-medium">
        {title}
        {detail !== undefined && <span className="text-muted ml-2 text-xs font-normal">{detail}</span>}
      </figcaption>
      {children}
      {foot}
    </figure>
  );
}

/** What the bars are, each with its sum: the labels of the picture. What did not occur is left out. */
function SeriesKey({ total, currency }: Readonly<{ total: Moved; currency: string }>) {
  const t = useTranslations("merchant");
  return (
    <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-xs">
      {SERIES.filter((series) => total[series] !== 0n).map((series) => (
        <li key={series} className="flex items-center gap-1.5">
          <svg viewBox="0 0 8 8" aria-hidden="true" className="size-2.5">
            <rect width="8" height="8" rx="1.5" className={SERIES_LOOKS[series]} />
          </svg>
          <span className="text-muted">{t(series)}</span>
          <Money amount={total[series]} currency={currency} />
        </li>
      ))}
    </ul>
  );
}

type Sentences = Readonly<{
  balance: (balances: readonly bigint[]) => string;
  bars: (total: Moved) => string;
  shop: (shop: string, total: Moved) => string;
}>;

/** What each picture says, for those who do not see it. */
function useSentences(days: MerchantDays, currency: string): Sentences {
  const t = useTranslations("merchant");
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  const amount = (of: bigint): string => formatAmount(of, currency, language);
  const frame = {
    currency,
    from: formatLedgerDate(days.from, language, { thisYear }),
    to: formatLedgerDate(days.to, language, { thisYear }),
  };
  const sums = (total: Moved) => ({
    captures: amount(total.captures),
    refunds: amount(total.refunds),
    fees: amount(total.fees),
    payouts: amount(total.payouts),
    other: amount(total.other),
  });
  return {
    balance: (balances) => {
      const last = balances.at(-1) ?? 0n;
      let low = last;
      let high = last;
      for (const balance of balances) {
        if (balance < low) low = balance;
        if (balance > high) high = balance;
      }
      return t("balanceSentence", { ...frame, low: amount(low), high: amount(high), last: amount(last) });
    },
    bars: (total) => t("barsSentence", { ...frame, ...sums(total) }),
    shop: (shop, total) => t("shopSentence", { ...frame, shop, ...sums(total) }),
  };
}
