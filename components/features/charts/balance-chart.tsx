"use client";

import { useMemo } from "react";

import { Chart, DateAxis, MoneyAxis, plotOf } from "@/components/features/charts/frame";
import { scaleOf } from "@/components/features/charts/scale";
import { stepPath } from "@/components/features/charts/step-line";
import type { Level } from "@/components/features/charts/step-line";

const TICKS_MAX = 5;

/** A balance at the end of each ledger date, as a line that jumps. `label` is what the picture says, as a sentence. */
export function BalanceChart({
  levels,
  opening,
  currency,
  label,
}: Readonly<{ levels: readonly Level[]; opening: bigint; currency: string; label: string }>) {
  const dates = useMemo(() => levels.map((level) => level.date), [levels]);
  const last = levels.at(-1)?.balance ?? opening;
  return (
    <Chart label={label}>
      {(box) => {
        const plot = plotOf(box);
        const amounts = [opening, ...levels.map((level) => level.balance)];
        const scale = scaleOf(amounts, { currency, top: plot.top, height: plot.height, ticksMax: TICKS_MAX });
        return (
          <>
            <MoneyAxis box={box} scale={scale} currency={currency} />
            <path
              d={stepPath(levels, { opening, left: plot.left, width: plot.width, y: scale.y })}
              className="stroke-accent fill-none"
              strokeWidth={1.75}
              strokeLinejoin="round"
            />
            <circle cx={plot.left + plot.width} cy={scale.y(last)} r={3.5} className="fill-accent" />
            <DateAxis box={box} dates={dates} />
          </>
        );
      }}
    </Chart>
  );
}
