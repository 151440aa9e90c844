"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { Route } from "next";
import { useTranslations } from "next-intl";
import { useEffect } from "react";

import { ComingCard } from "@/components/features/my/coming-card";
import { PayoutLines } from "@/components/features/my/payout-lines";
import { SalesChart } from "@/components/features/my/sales-chart";
import { Doubts, Standing } from "@/components/features/my/standing-notes";
import { Money } from "@/components/patterns/money";
import { Facts, Note, PageHeader, Section } from "@/components/patterns/page";
import { ButtonLink } from "@/components/ui/button";
import type { Dashboard, DashboardMoney, DashboardPayout, Sales } from "@/lib/contracts/dashboard";

const REFRESH_MS = 60_000;
const LATE_SHOWN = 5;

/** A merchant's own page: money on its way, sales, fees, payouts; one currency under the other. */
export function DashboardScreen({
  base,
  dashboard,
  sales,
  firmHref,
}: Readonly<{ base: string; dashboard: Dashboard; sales: Sales; firmHref?: string }>) {
  const t = useTranslations("my");
  const router = useRouter();
  // The page is the server's; a timer lives outside React.
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), REFRESH_MS);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <>
      {firmHref !== undefined && (
        <Note tone="info" action={<ButtonLink href={firmHref}>{t("backToFirm")}</ButtonLink>}>
          {t("asMerchant", { company: dashboard.name })}
        </Note>
      )}
      <PageHeader
        title={dashboard.name}
        sub={dashboard.shops.filter((shop) => shop !== dashboard.name).join(", ")}
      />
      <Doubts dashboard={dashboard} />
      {dashboard.late.length > 0 && <Late base={base} payouts={dashboard.late} />}
      {dashboard.money.map((money) => (
        <Currency key={money.currency} base={base} money={money} sales={sales} proof={dashboard.proof} />
      ))}
      <Section
        title={t("latest")}
        actions={
          <Link href={`${base}/payouts` as Route} className="text-sm underline underline-offset-4">
            {t("all")}
          </Link>
        }
      >
        <PayoutLines base={base} payouts={dashboard.latest} />
      </Section>
      <Standing dashboard={dashboard} />
    </>
  );
}

/** Before what is on its way: money that should have come and has not, however old it is. */
function Late({ base, payouts }: Readonly<{ base: string; payouts: readonly DashboardPayout[] }>) {
  const t = useTranslations("my");
  return (
    <Section title={t("statuses.overdue")}>
      <p className="text-muted mb-2 text-sm">{t("statusTexts.overdue")}</p>
      <PayoutLines base={base} payouts={payouts.slice(0, LATE_SHOWN)} />
      {payouts.length > LATE_SHOWN && (
        <p className="text-muted mt-2 text-sm">{t("moreComing", { count: payouts.length - LATE_SHOWN })}</p>
      )}
    </Section>
  );
}

function Currency({
  base,
  money,
  sales,
  proof,
}: Readonly<{ base: string; money: DashboardMoney; sales: Sales; proof: Dashboard["proof"] }>) {
  const t = useTranslations("my");
  const { currency, month } = money;
  const days = sales.currencies.find((of) => of.currency === currency);
  return (
    <div className="mb-7 grid gap-6">
      <ComingCard money={money} inDoubt={proof === "in-doubt"} />
      <Section
        title={t("sales")}
        actions={
          <Link href={`${base}/sales` as Route} className="text-sm underline underline-offset-4">
            {t("salesMore")}
          </Link>
        }
      >
        <p className="text-muted mb-1 text-xs">{t("lastday")}</p>
        {days === undefined ? (
          <p className="text-muted text-sm">{t("noSales")}</p>
        ) : (
          <SalesChart sales={days} by="day" />
        )}
        <h3 className="mt-4 mb-1.5 text-sm font-medium">{t("month")}</h3>
        <Facts
          items={[
            { label: t("sold"), value: <Money amount={month.sales} currency={currency} showCurrency /> },
            { label: t("refunded"), value: <Money amount={month.refunds} currency={currency} /> },
            { label: t("feesRetained"), value: <Money amount={month.feesRetained} currency={currency} /> },
          ]}
        />
        <p className="mt-3">
          <Link
            href={`${base}/sales?by=month` as Route}
            className="inline-flex min-h-11 items-center text-sm underline underline-offset-4"
          >
            {t("lastmonth")}
          </Link>
        </p>
      </Section>
    </div>
  );
}
