"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";

import { ClearingSection } from "@/components/features/bookkeeping/clearing-section";
import { FileLink, ReportMenu } from "@/components/features/bookkeeping/report-menu";
import { FeesSection } from "@/components/features/fees/fees-section";
import { CurrencyBlock } from "@/components/features/merchants/currency-block";
import {
  IssuesSection,
  LedgersSection,
  PayoutsSection,
} from "@/components/features/merchants/merchant-lists";
import { PeopleSection } from "@/components/features/merchants/people-section";
import { PeriodChoice } from "@/components/features/merchants/period-choice";
import { periodValues } from "@/components/features/merchants/period";
import type { Period } from "@/components/features/merchants/period";
import type { MerchantView } from "@/components/features/merchants/view";
import { AccountChanges } from "@/components/features/onboarding/account-changes";
import { useIssueTitle } from "@/components/features/overview/issue-title";
import { EmptyState, Note, PageHeader } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import { NameLink } from "@/components/patterns/table";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { withQuery } from "@/lib/browser/api";
import { formatLedgerDate } from "@/lib/browser/format";
import {
  merchantDaysQuery,
  merchantLedgersQuery,
  merchantQuery,
  merchantSummaryQuery,
} from "@/lib/browser/queries/merchants";
import type { Ledger, Merchant } from "@/lib/contracts/shapes";
import type { LedgerDate } from "@/lib/core/ledger-date";

type MerchantProps = Readonly<{ tenant: string; merchantId: string; period: Period; view: MerchantView }>;

/** One merchant: balance, what moved it by day, its ledgers, its payouts and what needs a person. */
export function MerchantScreen({ tenant, merchantId, period, view }: MerchantProps) {
  const merchant = useQuery(merchantQuery(tenant, merchantId));
  return (
    <QueryState query={merchant}>
      {(known) => <MerchantPage tenant={tenant} merchant={known} period={period} view={view} />}
    </QueryState>
  );
}

function MerchantPage({
  tenant,
  merchant,
  period,
  view,
}: Readonly<{ tenant: string; merchant: Merchant; period: Period; view: MerchantView }>) {
  const t = useTranslations();
  const base = `/${tenant}/merchants/${merchant.id}`;
  const interval = { from: period.from, to: period.to };
  const summary = useQuery(merchantSummaryQuery(tenant, merchant.id, interval));
  const days = useQuery(merchantDaysQuery(tenant, merchant.id, interval));
  const ledgers = useQuery(merchantLedgersQuery(tenant, merchant.id));
  const file = { ...interval, tenant, format: "csv" };
  return (
    <>
      <PageHeader
        title={merchant.name}
        crumbs={[{ label: t("overview.merchantsTitle"), href: `/${tenant}/merchants` }]}
        sub={<Identity merchant={merchant} />}
        actions={
          <>
            <ButtonLink href={`/my/${tenant}/${merchant.id}`}>{t("merchant.asMerchant")}</ButtonLink>
            <MonthReport tenant={tenant} merchantId={merchant.id} period={period} />
            <ButtonLink href={withQuery(`/api/v1/merchants/${merchant.id}/days`, file)} download>
              <Icon name="download" />
              {t("merchant.daysCsv")}
            </ButtonLink>
            <ButtonLink
              href={withQuery("/api/v1/fees", { ...file, merchantId: merchant.id, groupBy: "month" })}
              download
            >
              <Icon name="download" />
              {t("merchant.feesCsv")}
            </ButtonLink>
          </>
        }
      />
      <AccountChanges tenant={tenant} merchantId={merchant.id} />
      <Attention tenant={tenant} merchant={merchant} />
      <PeriodChoice base={base} period={period} view={view} />
      <QueryState
        query={summary}
        isEmpty={(known) => known.currencies.length === 0}
        empty={
          <div className="mb-7">
            <EmptyState title={t("merchant.emptyTitle")} detail={t("merchant.emptyDetail")} />
          </div>
        }
      >
        {(known) =>
          known.currencies.map((of) => (
            <CurrencyBlock
              key={of.currency}
              merchant={merchant}
              summary={of}
              days={days}
              view={view}
              hrefOfView={(changed) => withQuery(base, { ...periodValues(period), ...changed })}
              hrefOfDate={dateHref(tenant, ledgers.data?.items, of.currency)}
            />
          ))
        }
      </QueryState>
      <LedgersSection tenant={tenant} query={ledgers} />
      <PayoutsSection tenant={tenant} merchantId={merchant.id} />
      <FeesSection tenant={tenant} merchantId={merchant.id} interval={interval} />
      <ClearingSection tenant={tenant} merchantId={merchant.id} ledgers={ledgers.data?.items ?? []} />
      <IssuesSection tenant={tenant} merchantId={merchant.id} />
      <PeopleSection tenant={tenant} merchantId={merchant.id} />
    </>
  );
}

/** The settlement report of the month in which the period begins, and the period's vouchers. */
function MonthReport({
  tenant,
  merchantId,
  period,
}: Readonly<{ tenant: string; merchantId: string; period: Period }>) {
  const t = useTranslations("bookkeeping");
  const language = useLocale();
  const month = period.from.slice(0, 7);
  return (
    <ReportMenu
      tenant={tenant}
      path={`/merchants/${merchantId}/report`}
      values={{ month }}
      sub={t("reportOf", {
        month: formatLedgerDate(period.from, language, { thisYear: "", style: "month" }),
      })}
    >
      <FileLink
        href={withQuery(`/api/v1/merchants/${merchantId}/vouchers`, {
          tenant,
          from: period.from,
          to: period.to,
          format: "csv",
        })}
        label={t("vouchers")}
      />
    </ReportMenu>
  );
}

/** A date opens its entries where one ledger has them all; several ledgers each have their own. */
function dateHref(
  tenant: string,
  ledgers: readonly Ledger[] | undefined,
  currency: string,
): ((date: LedgerDate) => string) | undefined {
  const [only, ...others] = (ledgers ?? []).filter((ledger) => ledger.currency === currency);
  if (only === undefined || others.length > 0) return undefined;
  return (date) => withQuery(`/${tenant}/ledgers/${only.id}`, { from: date, to: date });
}

function Identity({ merchant }: Readonly<{ merchant: Merchant }>) {
  const t = useTranslations("merchant");
  const facts = [
    merchant.country,
    merchant.businessIdentifier?.id,
    t("ledgerCount", { count: merchant.ledgerCount }),
  ];
  return (
    <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
      <span>{facts.filter((fact) => fact !== null && fact !== undefined).join(" · ")}</span>
      <Status state={merchant.sync} />
      <Status state={merchant.proof} />
    </span>
  );
}

/** What must not be overlooked before the numbers are read. */
function Attention({ tenant, merchant }: Readonly<{ tenant: string; merchant: Merchant }>) {
  const t = useTranslations("merchant");
  const titleOf = useIssueTitle();
  const { worstIssue, openIssues } = merchant;
  return (
    <>
      {worstIssue !== null && (
        <Note tone="warning">
          <NameLink href={`/${tenant}/issues/${worstIssue.id}`} isRowLink={false}>
            {titleOf(worstIssue.kind)}
          </NameLink>
          {openIssues > 1 && (
            <span className="text-muted ml-2">{t("moreIssues", { count: openIssues - 1 })}</span>
          )}
        </Note>
      )}
      {merchant.sync === "first-sync" && (
        <Note tone="info">
          <span className="font-medium">{t("firstSyncTitle")}</span> {t("firstSyncDetail")}
        </Note>
      )}
    </>
  );
}
