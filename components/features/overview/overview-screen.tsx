"use client";

import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import type { Route } from "next";
import { useLocale, useNow, useTranslations } from "next-intl";

import { MerchantsTable } from "@/components/features/overview/merchants-table";
import { Choices, CsvLink, Pager } from "@/components/patterns/links";
import { Money } from "@/components/patterns/money";
import { EmptyState, Figures, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { buttonClass, ButtonLink, Kbd } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { TextField } from "@/components/ui/field";
import { withQuery } from "@/lib/browser/api";
import { formatCount, formatToday } from "@/lib/browser/format";
import { merchantsQuery, overviewQuery } from "@/lib/browser/queries/overview";
import { absMinor } from "@/lib/core/money";
import type { MerchantsQuery } from "@/lib/contracts/queries";
import type { OverviewFigures } from "@/lib/contracts/overview";

type OverviewProps = Readonly<{ tenant: string; query: MerchantsQuery; isOverview: boolean }>;

/** The firm's overview, worst first; and, without the figures and by name, its list of merchants. */
export function OverviewScreen({ tenant, query, isOverview }: OverviewProps) {
  const t = useTranslations("overview");
  const language = useLocale();
  const now = useNow();
  const overview = useQuery(overviewQuery(tenant));
  const merchants = useQuery(merchantsQuery(tenant, query));
  const base = isOverview ? `/${tenant}` : `/${tenant}/merchants`;
  const href = (change: Partial<MerchantsQuery>): string =>
    withQuery(base, urlOf({ ...query, cursor: undefined, ...change }, isOverview));
  const figures = overview.data;
  const isFiltered = query.filter !== "all" || (query.search ?? "") !== "";
  return (
    <>
      <PageHeader
        title={t(isOverview ? "title" : "merchantsTitle")}
        sub={
          <>
            {figures !== undefined && <>{t("merchantCount", { count: figures.merchantCount })} · </>}
            {formatToday(now, language, "Europe/Oslo")}
          </>
        }
        actions={
          <>
            <Link href={`/${tenant}/search` as Route} className={buttonClass("quiet")}>
              <Icon name="search" />
              {t("findPayment")}
              <span className="hidden md:inline">
                <Kbd>⌘K</Kbd>
              </span>
            </Link>
            <CsvLink
              href={withQuery("/api/v1/merchants", { ...urlOf(query, isOverview), tenant, format: "csv" })}
            />
          </>
        }
      />
      {isOverview && figures !== undefined && <OverviewHead figures={figures} />}
      {!isOverview && <MerchantSearch base={base} query={query} />}
      <Choices
        label={t("filter")}
        items={(
          [
            ["all", "filterAll", figures?.merchantCount],
            ["need-me", "filterNeedMe", figures?.merchantsWithIssues],
            ["in-doubt", "filterInDoubt", figures?.proof.inDoubt],
            ["first-sync", "filterFirstSync", figures?.firstSyncs],
            ["stale", "filterStale", undefined],
          ] as const
        ).map(([filter, label, count]) => ({
          label: t(label),
          href: href({ filter }),
          isChosen: query.filter === filter,
          ...(count !== undefined && { count }),
        }))}
      />
      <QueryState
        query={merchants}
        isEmpty={(page) => page.items.length === 0}
        empty={isFiltered ? <NothingFound clearHref={base} /> : <NoMerchants tenant={tenant} />}
      >
        {(page) => (
          <>
            <MerchantsTable tenant={tenant} merchants={page.items} />
            <Pager
              firstHref={href({})}
              nextHref={page.nextCursor === null ? undefined : href({ cursor: page.nextCursor })}
              isFirst={query.cursor === undefined}
            />
            <Footnote />
          </>
        )}
      </QueryState>
    </>
  );
}

/** What of the query stands in the address: defaults do not. */
function urlOf(query: MerchantsQuery, isOverview: boolean): Record<string, string | undefined> {
  return {
    filter: query.filter === "all" ? undefined : query.filter,
    sort: query.sort === (isOverview ? "worst" : "name") ? undefined : query.sort,
    search: query.search,
    cursor: query.cursor,
  };
}

function OverviewHead({ figures }: Readonly<{ figures: OverviewFigures }>) {
  const t = useTranslations("overview");
  const language = useLocale();
  const atRisk = figures.atRisk.reduce((sum, of) => sum + of.count, 0);
  const work = figures.openWork;
  const count = figures.onTheirWay.reduce((sum, of) => sum + of.count, 0);
  return (
    <Figures
      items={[
        {
          label: t("atRisk"),
          value: <MoneyLines items={figures.atRisk} none={t("noneAtRisk")} />,
          under: atRisk > 0 ? t("atRiskUnder", { count: atRisk }) : undefined,
        },
        {
          label: t("onTheirWay"),
          value: (
            <MoneyLines
              items={figures.onTheirWay.map((of) => ({ currency: of.currency, amount: absMinor(of.amount) }))}
              none={t("noneOnTheWay")}
            />
          ),
          under: count > 0 && t("payoutCount", { count }),
        },
        {
          label: t("toReconcile"),
          value: formatCount(work.suggestions + work.differences + work.missing + work.lines, language),
          under: t("toReconcileUnder", { suggestions: work.suggestions }),
        },
        {
          label: t("proof"),
          value: t("verifiedCount", { count: formatCount(figures.proof.verified, language) }),
          under: t("proofUnder", { pending: figures.proof.pending, inDoubt: figures.proof.inDoubt }),
        },
      ]}
    />
  );
}

/** One line a currency, all alike: they are never summed, and none is first. */
function MoneyLines({
  items,
  none,
}: Readonly<{ items: readonly Readonly<{ currency: string; amount: bigint }>[]; none: string }>) {
  if (items.length === 0) return none;
  return items.map((item) => (
    <span key={item.currency} className={`block ${items.length > 1 ? "text-[15px] leading-6" : ""}`}>
      <Money amount={item.amount} currency={item.currency} showCurrency />
    </span>
  ));
}

function MerchantSearch({ base, query }: Readonly<{ base: string; query: MerchantsQuery }>) {
  const t = useTranslations("overview");
  return (
    <search className="mb-4 block max-w-sm">
      <form action={base}>
        <TextField label={t("search")} name="search" type="search" defaultValue={query.search} />
      </form>
    </search>
  );
}

function NothingFound({ clearHref }: Readonly<{ clearHref: string }>) {
  const t = useTranslations("everywhere");
  return (
    <EmptyState
      title={t("nothingFound")}
      action={<ButtonLink href={clearHref}>{t("clearFilters")}</ButtonLink>}
    />
  );
}

function NoMerchants({ tenant }: Readonly<{ tenant: string }>) {
  const t = useTranslations("overview");
  return (
    <EmptyState
      title={t("emptyTitle")}
      detail={t("emptyDetail")}
      action={
        <ButtonLink href={`/${tenant}/onboarding`} look="primary">
          {t("toOnboarding")}
        </ButtonLink>
      }
    />
  );
}

function Footnote() {
  const t = useTranslations("everywhere");
  return <p className="text-muted mt-2.5 text-xs">{t("currencies")}</p>;
}
