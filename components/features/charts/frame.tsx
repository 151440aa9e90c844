"use client";

import { useLocale, useNow } from "next-intl";
import type { ReactNode } from "react";

import { evenIndexes } from "@/components/features/charts/scale";
import type { Scale } from "@/components/features/charts/scale";
import { formatCount, formatLedgerDate } from "@/lib/browser/format";
import type { DateStyle } from "@/lib/browser/format";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { decimalsOf } from "@/lib/core/money";

/** Where a chart is drawn, in the units of its view box; text keeps its size, so each width has a box of its own. */
export type Box = Readonly<{
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
  datesMax: number;
}>;

/** A phone, half a page, a whole page; the frame's own width decides which one is seen. */
const SIZES: readonly Readonly<{ box: Box; look: string }>[] = [
  {
    box: { width: 330, height: 180, left: 4, right: 66, top: 14, bottom: 26, datesMax: 3 },
    look: "block @lg:hidden",
  },
  {
    box: { width: 600, height: 190, left: 6, right: 72, top: 14, bottom: 26, datesMax: 5 },
    look: "hidden @lg:block @3xl:hidden",
  },
  {
    box: { width: 920, height: 200, left: 8, right: 76, top: 14, bottom: 26, datesMax: 6 },
    look: "hidden @3xl:block",
  },
];

export function plotOf(box: Box): Readonly<{ left: number; width: number; top: number; height: number }> {
  return {
    left: box.left,
    width: box.width - box.left - box.right,
    top: box.top,
    height: box.height - box.top - box.bottom,
  };
}

/** A chart in each of its sizes, of which one is shown; `label` says as a sentence what is seen. */
export function Chart({ label, children }: Readonly<{ label: string; children: (box: Box) => ReactNode }>) {
  return (
    <div className="@container">
      {SIZES.map(({ box, look }) => (
        <svg
          key={box.width}
          viewBox={`0 0 ${String(box.width)} ${String(box.height)}`}
          role="img"
          aria-label={label}
          className={`${look} w-full`}
        >
          {children(box)}
        </svg>
      ))}
    </div>
  );
}

const LABEL = "fill-muted text-xs tabular-nums";

/** Lines at the round amounts, the zero line stronger, and what they are at the right edge. */
export function MoneyAxis({ box, scale, currency }: Readonly<{ box: Box; scale: Scale; currency: string }>) {
  const language = useLocale();
  const unit = 10n ** BigInt(decimalsOf(currency));
  const { left, width } = plotOf(box);
  return (
    <g>
      {scale.ticks.map((tick) => {
        const y = scale.y(tick);
        return (
          <g key={String(tick)}>
            <line
              x1={left}
              x2={left + width}
              y1={y}
              y2={y}
              className={tick === 0n ? "stroke-line-strong" : "stroke-line"}
            />
            <text x={box.width - 4} y={y + 4} textAnchor="end" className={LABEL}>
              {formatCount(tick / unit, language)}
            </text>
          </g>
        );
      })}
    </g>
  );
}

/** The first date, the last, and a few between, each under the middle of its slot. */
export function DateAxis({
  box,
  dates,
  style,
}: Readonly<{ box: Box; dates: readonly LedgerDate[]; style?: DateStyle }>) {
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  const { left, width } = plotOf(box);
  const slot = width / Math.max(1, dates.length);
  return (
    <g>
      {evenIndexes(dates.length, box.datesMax).map((index) => {
        const date = dates[index];
        if (date === undefined) return null;
        const isFirst = index === 0;
        const isLast = index === dates.length - 1;
        const x = isFirst ? left : isLast ? left + width : left + slot * (index + 0.5);
        return (
          <text
            key={date}
            x={x}
            y={box.height - 6}
            textAnchor={isFirst ? "start" : isLast ? "end" : "middle"}
            className={LABEL}
          >
            {formatLedgerDate(date, language, { thisYear, ...(style && { style }) })}
          </text>
        );
      })}
    </g>
  );
}
