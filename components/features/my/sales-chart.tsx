"use client";

import { useLocale, useTranslations } from "next-intl";

import { Chart, DateAxis, MoneyAxis, plotOf } from "@/components/features/charts/frame";
import { scaleOf } from "@/components/features/charts/scale";
import { barsPath } from "@/components/features/charts/stacks";
import { useDateText } from "@/components/features/my/words";
import { formatAmount } from "@/lib/browser/format";
import type { CurrencySales, PeriodSales } from "@/lib/contracts/dashboard";
import type { SalesBy } from "@/lib/domain/merchant/sales-periods";

const TICKS_MAX = 4;

/** Sales by period as bars; as a sentence for those who do not see them. */
export function SalesChart({ sales, by }: Readonly<{ sales: CurrencySales; by: SalesBy }>) {
  const t = useTranslations("my");
  const label = useSentence(sales, by);
  const { periods, currency } = sales;
  if (periods.every((period) => period.sales === 0n))
    return <p className="text-muted text-sm">{t("noSales")}</p>;
  const bars = periods
    .map((period, slot) => ({ series: "sales", slot, from: 0n, to: period.sales }))
    .filter(({ to }) => to !== 0n);
  return (
    <Chart label={label}>
      {(box) => {
        const plot = plotOf(box);
        const scale = scaleOf(
          bars.map(({ to }) => to),
          { currency, top: plot.top, height: plot.height, ticksMax: TICKS_MAX },
        );
        return (
          <>
            <MoneyAxis box={box} scale={scale} currency={currency} />
            <path
              className="fill-accent"
              d={barsPath(bars, { slots: periods.length, left: plot.left, width: plot.width, y: scale.y })}
            />
            <DateAxis
              box={box}
              dates={periods.map(({ from }) => from)}
              style={by === "month" ? "month" : "short"}
            />
          </>
        );
      }}
    </Chart>
  );
}

function useSentence({ periods, currency, total }: CurrencySales, by: SalesBy): string {
  const t = useTranslations("my");
  const language = useLocale();
  const text = useDateText();
  const best = periods.reduce<PeriodSales | undefined>(
    (most, period) => (most === undefined || period.sales > most.sales ? period : most),
    undefined,
  );
  if (best === undefined) return t("noSales");
  return t(by === "month" ? "salesSentenceMonth" : by === "week" ? "salesSentenceWeek" : "salesSentence", {
    currency,
    period: t(`last${by}`),
    total: formatAmount(total.sales, currency, language),
    best: text(best.from, by === "month" ? "month" : "short"),
    amount: formatAmount(best.sales, currency, language),
  });
}
