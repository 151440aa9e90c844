"use client";

import { useTranslations } from "next-intl";

import { SalesChart } from "@/components/features/my/sales-chart";
import { Doubts, Standing } from "@/components/features/my/standing-notes";
import { useDateText } from "@/components/features/my/words";
import { Choices } from "@/components/patterns/links";
import { Money } from "@/components/patterns/money";
import { Facts, PageHeader, Section } from "@/components/patterns/page";
import { Cell, Row, Table, Under } from "@/components/patterns/table";
import { withQuery } from "@/lib/browser/api";
import type { CurrencySales, Dashboard, PeriodSales, Sales } from "@/lib/contracts/dashboard";
import { SALES_BY } from "@/lib/domain/merchant/sales-periods";
import type { SalesBy } from "@/lib/domain/merchant/sales-periods";

const WORDS = { day: "day", week: "week", month: "monthUnit" } as const;

/** Sales by day, week or month: as a picture, as its table, by shop; and what they cost. */
export function SalesScreen({
  base,
  dashboard,
  sales,
}: Readonly<{ base: string; dashboard: Dashboard; sales: Sales }>) {
  const t = useTranslations("my");
  return (
    <>
      <PageHeader
        title={t("sales")}
        sub={t(`last${sales.by}`)}
        crumbs={[{ label: dashboard.name, href: base }]}
      />
      <Doubts dashboard={dashboard} />
      <Choices
        label={t("by")}
        items={SALES_BY.map((by) => ({
          label: t(WORDS[by]),
          href: withQuery(`${base}/sales`, { by: by === "day" ? undefined : by }),
          isChosen: sales.by === by,
        }))}
      />
      {sales.currencies.length === 0 && <p className="text-muted text-sm">{t("noSales")}</p>}
      {sales.currencies.map((of) => (
        <Currency key={of.currency} sales={of} by={sales.by} />
      ))}
      <Standing dashboard={dashboard} />
    </>
  );
}

function Currency({ sales, by }: Readonly<{ sales: CurrencySales; by: SalesBy }>) {
  const t = useTranslations("my");
  const { currency, shops, total, feesCharged } = sales;
  return (
    <>
      <div className="mb-6">
        <SalesChart sales={sales} by={by} />
      </div>
      {shops.length > 0 && (
        <Section title={t("byShop")}>
          <Facts
            items={shops.map((shop) => ({
              label: shop.handle === "" ? t("noShop") : shop.name,
              value: (
                <>
                  <Money amount={shop.sales} currency={currency} showCurrency />
                  {shop.refunds !== 0n && (
                    <Under>
                      {t("refunded")} <Money amount={shop.refunds} currency={currency} />
                    </Under>
                  )}
                </>
              ),
            }))}
          />
        </Section>
      )}
      <Section title={t(`last${by}`)}>
        <PeriodsTable sales={sales} by={by} />
      </Section>
      <Section title={t("fees")}>
        <p className="text-muted mb-3 text-sm">{t("feesDetail")}</p>
        <Facts
          items={[
            {
              label: t("chargedTotal"),
              value: <Money amount={feesCharged} currency={currency} showCurrency />,
            },
            { label: t("retainedTotal"), value: <Money amount={total.feesRetained} currency={currency} /> },
          ]}
        />
      </Section>
    </>
  );
}

/** The numbers of the picture, newest first; on a phone what does not fit stands under the date. */
function PeriodsTable({ sales, by }: Readonly<{ sales: CurrencySales; by: SalesBy }>) {
  const t = useTranslations("my");
  const { currency, total } = sales;
  return (
    <Table
      caption={t(`last${by}`)}
      columns={[
        { key: "when", label: t("period") },
        { key: "sold", label: `${t("sold")} (${currency})`, isNumber: true },
        { key: "paid", label: t("paidOut"), isNumber: true },
      ]}
      foot={
        <tr className="border-line border-t font-semibold">
          <Cell isName>
            {t("total")}
            <Beside of={total} currency={currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={total.sales} currency={currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={total.paidOut} currency={currency} />
          </Cell>
        </tr>
      }
    >
      {sales.periods.toReversed().map((period) => (
        <Row key={period.from} isTall>
          <Cell isName>
            <When period={period} by={by} />
            <Beside of={period} currency={currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={period.sales} currency={currency} />
          </Cell>
          <Cell isNumber>
            <Money amount={period.paidOut} currency={currency} />
          </Cell>
        </Row>
      ))}
    </Table>
  );
}

function When({ period, by }: Readonly<{ period: PeriodSales; by: SalesBy }>) {
  const t = useTranslations("my");
  const text = useDateText();
  if (by === "week") return <>{t("weekFrom", { date: text(period.from) })}</>;
  return (
    <span className="inline-block first-letter:uppercase">
      {text(period.from, by === "day" ? "weekday" : "month")}
    </span>
  );
}

function Beside({
  of,
  currency,
}: Readonly<{ of: Pick<PeriodSales, "refunds" | "feesRetained">; currency: string }>) {
  const t = useTranslations("my");
  return (
    <>
      {of.refunds !== 0n && (
        <Under>
          {t("refunded")} <Money amount={of.refunds} currency={currency} />
        </Under>
      )}
      {of.feesRetained !== 0n && (
        <Under>
          {t("fees")} <Money amount={of.feesRetained} currency={currency} />
        </Under>
      )}
    </>
  );
}
