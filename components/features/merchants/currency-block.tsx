"use client";

import type { UseQueryResult } from "@tanstack/react-query";
import { useTranslations } from "next-intl";

import { dayRowsOf, openingOf, unitDaysOf } from "@/components/features/merchants/day-rows";
import { DaysCharts } from "@/components/features/merchants/days-charts";
import { DaysTable } from "@/components/features/merchants/days-table";
import type { TableDay } from "@/components/features/merchants/days-table";
import type { MerchantView } from "@/components/features/merchants/view";
import { Ago, LedgerDate } from "@/components/patterns/dates";
import { Choices } from "@/components/patterns/links";
import { Money } from "@/components/patterns/money";
import { Figures, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import type { Merchant, Summary } from "@/lib/contracts/shapes";
import type { MerchantDays } from "@/lib/contracts/merchant-days";
import type { LedgerDate as LedgerDateText } from "@/lib/core/ledger-date";

type CurrencySummary = Summary["currencies"][number];

type BlockProps = Readonly<{
  merchant: Merchant;
  summary: CurrencySummary;
  days: UseQueryResult<MerchantDays>;
  view: MerchantView;
  hrefOfView: (view: MerchantView) => string;
  /** Where a date's entries are, when one ledger has them all. */
  hrefOfDate: ((date: LedgerDateText) => string) | undefined;
}>;

/** All of a merchant in one currency. Currencies stand one under the other and are never summed. */
export function CurrencyBlock({ merchant, summary, days, view, hrefOfView, hrefOfDate }: BlockProps) {
  const t = useTranslations();
  const { currency } = summary;
  const inDoubt = summary.proof === "in-doubt";
  return (
    <>
      <CurrencyFigures merchant={merchant} summary={summary} />
      <Section
        title={t("merchant.overTime", { currency })}
        actions={
          <>
            <Choices
              label={t("merchant.split")}
              items={[
                {
                  label: t("merchant.allShops"),
                  href: hrefOfView({ ...view, split: undefined }),
                  isChosen: view.split === undefined,
                },
                {
                  label: t("merchant.byShop"),
                  href: hrefOfView({ ...view, split: "units" }),
                  isChosen: view.split === "units",
                },
              ]}
            />
            <Choices
              label={t("merchant.view")}
              items={[
                {
                  label: t("everywhere.showChart"),
                  href: hrefOfView({ ...view, view: undefined }),
                  isChosen: view.view === undefined,
                },
                {
                  label: t("everywhere.showTable"),
                  href: hrefOfView({ ...view, view: "table" }),
                  isChosen: view.view === "table",
                },
              ]}
            />
          </>
        }
      >
        <p className="mb-2.5 text-sm">
          <Status state={summary.proof} />
        </p>
        <QueryState query={days}>
          {(known) =>
            view.view === "table" ? (
              <DaysTable
                days={
                  view.split === "units"
                    ? splitDays(known, currency, t("merchant.noShop"))
                    : wholeDays(known, currency)
                }
                currency={currency}
                opening={openingOf(known, currency)}
                isSplit={view.split === "units"}
                inDoubt={inDoubt}
                hrefOf={hrefOfDate}
              />
            ) : (
              <DaysCharts days={known} currency={currency} isSplit={view.split === "units"} />
            )
          }
        </QueryState>
      </Section>
    </>
  );
}

function wholeDays(days: MerchantDays, currency: string): TableDay[] {
  return dayRowsOf(days, currency).toReversed();
}

/** Dates newest first, within a date the shops by name; the row without a shop, last, has the closing. */
function splitDays(days: MerchantDays, currency: string, noShop: string): TableDay[] {
  return unitDaysOf(days, currency)
    .flatMap((unit) => unit.days.map((day) => ({ ...day, shop: unit.handle === "" ? noShop : unit.name })))
    .toSorted((left, right) => (left.date === right.date ? 0 : left.date < right.date ? 1 : -1));
}

function CurrencyFigures({ merchant, summary }: Readonly<{ merchant: Merchant; summary: CurrencySummary }>) {
  const t = useTranslations("merchant");
  const { currency } = summary;
  const inDoubt = summary.proof === "in-doubt";
  const balance = merchant.balances.find((of) => of.currency === currency)?.balance;
  const next = merchant.nextPayout?.currency === currency ? merchant.nextPayout : undefined;
  return (
    <Figures
      items={[
        {
          label: t("balanceNow"),
          value: (
            <Money
              amount={balance}
              currency={currency}
              showCurrency
              inDoubt={merchant.proof === "in-doubt"}
            />
          ),
          under:
            merchant.headSeenAt === null ? (
              t("notSeen")
            ) : (
              <>
                {t("seen")} <Ago at={merchant.headSeenAt} />
              </>
            ),
        },
        {
          label: t("captures"),
          value: <Money amount={summary.captures} currency={currency} inDoubt={inDoubt} />,
          under: (
            <>
              {t("refunded")} <Money amount={summary.refunds} currency={currency} inDoubt={inDoubt} />
            </>
          ),
        },
        {
          label: t("fees"),
          value: <Money amount={summary.fees} currency={currency} inDoubt={inDoubt} />,
          under: (
            <>
              {t("charged")} <Money amount={summary.feesCharged} currency={currency} />
            </>
          ),
        },
        {
          label: t("payouts"),
          value: <Money amount={summary.payouts} currency={currency} inDoubt={inDoubt} />,
          under:
            next === undefined ? (
              t("noNextPayout")
            ) : (
              <>
                {t("nextPayout")} <Money amount={-next.amount} currency={currency} />, {t("expected")}{" "}
                <LedgerDate date={next.expectedDate} style="weekday" />
              </>
            ),
        },
      ]}
    />
  );
}
