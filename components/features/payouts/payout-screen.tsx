"use client";

import { useQuery } from "@tanstack/react-query";
import { useLocale, useNow, useTranslations } from "next-intl";
import { useMemo } from "react";

import { ReportMenu } from "@/components/features/bookkeeping/report-menu";
import { PayoutAside } from "@/components/features/payouts/payout-aside";
import { waterfallOf } from "@/components/features/payouts/waterfall";
import type { Cover } from "@/components/features/payouts/waterfall";
import { SumCheck, WaterfallTable } from "@/components/features/payouts/waterfall-table";
import { Money } from "@/components/patterns/money";
import { EmptyState, Note, PageHeader, Section } from "@/components/patterns/page";
import { QueryState } from "@/components/patterns/query-state";
import { Status } from "@/components/patterns/status";
import { ButtonLink } from "@/components/ui/button";
import { withQuery } from "@/lib/browser/api";
import { formatLedgerDate } from "@/lib/browser/format";
import { payoutQuery } from "@/lib/browser/queries/payouts";
import type { PayoutAnswer } from "@/lib/contracts/shapes";

/** One payout, explained: what it is made of, where it is, and by what it is found. */
export function PayoutScreen({ tenant, payoutId }: Readonly<{ tenant: string; payoutId: string }>) {
  const payout = useQuery(payoutQuery(tenant, payoutId));
  return <QueryState query={payout}>{(known) => <PayoutPage tenant={tenant} payout={known} />}</QueryState>;
}

function PayoutPage({ tenant, payout }: Readonly<{ tenant: string; payout: PayoutAnswer }>) {
  const t = useTranslations("payout");
  const { cover, previousPayoutId, nextPayoutId } = payout.explained;
  return (
    <>
      <PageHeader
        title={payout.payoutNumber === null ? t("titlePlain") : t("title", { number: payout.payoutNumber })}
        crumbs={crumbsOf(tenant, payout, {
          payouts: t("listTitle"),
          ledger: t("ledger", { id: payout.ledgerId }),
        })}
        sub={
          <span className="flex flex-wrap items-center gap-x-3 gap-y-1">
            <span className="text-ink font-medium">
              <Money
                amount={-payout.amount}
                currency={payout.currency}
                showCurrency
                inDoubt={cover?.proof === "in-doubt"}
              />
            </span>
            <Status state={payout.status} />
          </span>
        }
        actions={
          <>
            <ReportMenu tenant={tenant} path={`/payouts/${payout.id}/report`} />
            {previousPayoutId !== null && (
              <ButtonLink href={`/${tenant}/payouts/${previousPayoutId}`}>{t("previous")}</ButtonLink>
            )}
            {nextPayoutId !== null && (
              <ButtonLink href={`/${tenant}/payouts/${nextPayoutId}`}>{t("next")}</ButtonLink>
            )}
          </>
        }
      />
      {cover?.proof === "in-doubt" && <Note tone="warning">{t("in-doubtText")}</Note>}
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_320px]">
        <div className="min-w-0">
          {cover === null ? (
            <EmptyState title={t("replacedTitle")} detail={t("replacedDetail")} />
          ) : (
            <Explained tenant={tenant} payout={payout} cover={cover} />
          )}
        </div>
        <PayoutAside tenant={tenant} payout={payout} cover={cover} />
      </div>
    </>
  );
}

function Explained({
  tenant,
  payout,
  cover,
}: Readonly<{ tenant: string; payout: PayoutAnswer; cover: Cover }>) {
  const t = useTranslations("payout");
  const language = useLocale();
  const thisYear = String(useNow().getUTCFullYear());
  const waterfall = useMemo(() => waterfallOf(cover, payout.amount), [cover, payout.amount]);
  const to = formatLedgerDate(cover.toDate, language, { thisYear });
  const { fromDate } = cover;
  return (
    <Section
      title={t("explained")}
      actions={
        <ButtonLink href={withQuery(`/${tenant}/ledgers/${payout.ledgerUid}`, { payoutId: payout.id })}>
          {t("openEntries")}
        </ButtonLink>
      }
    >
      <p className="text-muted mb-2.5 text-sm">
        {fromDate === null
          ? t("sinceStart", { to })
          : t("since", { from: formatLedgerDate(fromDate, language, { thisYear }), to })}
      </p>
      <WaterfallTable
        tenant={tenant}
        payout={payout}
        cover={cover}
        waterfall={waterfall}
        previousPayoutId={payout.explained.previousPayoutId}
      />
      <SumCheck waterfall={waterfall} currency={payout.currency} />
    </Section>
  );
}

type Crumb = Readonly<{ label: string; href: string }>;

function crumbsOf(
  tenant: string,
  payout: PayoutAnswer,
  texts: Readonly<{ payouts: string; ledger: string }>,
): Crumb[] {
  const merchant: Crumb[] =
    payout.merchantId === null || payout.merchantName === null
      ? [{ label: texts.payouts, href: `/${tenant}/payouts` }]
      : [{ label: payout.merchantName, href: `/${tenant}/merchants/${payout.merchantId}` }];
  return [...merchant, { label: texts.ledger, href: `/${tenant}/ledgers/${payout.ledgerUid}` }];
}
