"use client";

import { useMemo } from "react";

import { Chart, DateAxis, MoneyAxis, plotOf } from "@/components/features/charts/frame";
import { scaleOf } from "@/components/features/charts/scale";
import { barsPath, stack } from "@/components/features/charts/stacks";
import type { Bar, DayAmounts } from "@/components/features/charts/stacks";
import type { LedgerDate } from "@/lib/core/ledger-date";

/** The series of a day, in the order in which they are stacked away from zero. */
export const SERIES = ["captures", "refunds", "fees", "payouts", "other"] as const;
export type Series = (typeof SERIES)[number];

/** The one series with the accent is what people look for; the others are told apart by lightness. */
export const SERIES_LOOKS: Readonly<Record<Series, string>> = {
  captures: "fill-accent",
  refunds: "fill-ink",
  fees: "fill-muted",
  payouts: "fill-line-strong",
  other: "fill-accent/65",
};

const TICKS_MAX = 6;

/** Bars by ledger date above and below the zero line. `extent` gives several charts one scale. */
export function DayBars({
  days,
  dates,
  currency,
  label,
  extent,
}: Readonly<{
  days: readonly DayAmounts<Series>[];
  dates: readonly LedgerDate[];
  currency: string;
  label: string;
  extent?: readonly bigint[];
}>) {
  const bars = useMemo(() => barsOf(days, dates), [days, dates]);
  return (
    <Chart label={label}>
      {(box) => {
        const plot = plotOf(box);
        const scale = scaleOf(extent ?? bars.map((bar) => bar.to), {
          currency,
          top: plot.top,
          height: plot.height,
          ticksMax: TICKS_MAX,
        });
        return (
          <>
            <MoneyAxis box={box} scale={scale} currency={currency} />
            {SERIES.map((series) => (
              <path
                key={series}
                className={SERIES_LOOKS[series]}
                d={barsPath(
                  bars.filter((bar) => bar.series === series),
                  { slots: dates.length, left: plot.left, width: plot.width, y: scale.y },
                )}
              />
            ))}
            <DateAxis box={box} dates={dates} />
          </>
        );
      }}
    </Chart>
  );
}

/** How far the bars of these days reach, for a scale that several charts share. */
export function extentOf(days: readonly DayAmounts<Series>[], dates: readonly LedgerDate[]): bigint[] {
  return barsOf(days, dates).map((bar) => bar.to);
}

function barsOf(days: readonly DayAmounts<Series>[], dates: readonly LedgerDate[]): Bar<Series>[] {
  const slots = new Map(dates.map((date, index) => [date, index]));
  return stack(days, SERIES, (date) => slots.get(date));
}
