import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { PayoutLines } from "@/components/features/my/payout-lines";
import { Pager } from "@/components/patterns/links";
import { PageHeader } from "@/components/patterns/page";
import { withQuery } from "@/lib/browser/api";
import { hasCode } from "@/lib/core/errors";
import { myPage } from "@/lib/server/my-page";
import { searchOf } from "@/lib/server/prefetch";
import { orNotFound } from "@/lib/server/tenant-page";
import { listDashboardPayouts } from "@/lib/services/dashboard/dashboard-payouts";
import { getDashboard } from "@/lib/services/dashboard/get-dashboard";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; merchantId: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("my"))("payouts") };
}

export default async function MyPayoutsPage({ params, searchParams }: PageInput) {
  const { id, base, ctx } = await myPage("/my/[tenant]/[merchantId]/payouts", params);
  const t = await getTranslations("my");
  const { name } = await orNotFound(getDashboard(ctx, { id }));
  const { cursor } = await searchOf(searchParams);
  // An address that was typed over begins at the first page.
  const page = await listDashboardPayouts(ctx, { id, cursor }).catch((error: unknown) => {
    if (!hasCode(error, "invalid_input")) throw error;
    return listDashboardPayouts(ctx, { id });
  });
  const list = `${base}/payouts`;
  return (
    <>
      <PageHeader title={t("payouts")} crumbs={[{ label: name, href: base }]} />
      <PayoutLines base={base} payouts={page.items} />
      <Pager
        firstHref={list}
        nextHref={page.nextCursor === undefined ? undefined : withQuery(list, { cursor: page.nextCursor })}
        isFirst={cursor === undefined}
      />
    </>
  );
}
