import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { MerchantScreen } from "@/components/features/merchants/merchant-screen";
import { readPeriod } from "@/components/features/merchants/period";
import { readView } from "@/components/features/merchants/view";
import {
  issuesOfMerchant,
  ledgersOfMerchant,
  merchantDaysQuery,
  merchantIssuesQuery,
  merchantLedgersQuery,
  merchantQuery,
  merchantSummaryQuery,
  PAYOUTS_SHOWN,
} from "@/lib/browser/queries/merchants";
import { payoutsQuery } from "@/lib/browser/queries/payouts";
import { PayoutsQuery } from "@/lib/contracts/queries";
import { momentOf } from "@/lib/domain/ledger/moment";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { listIssues } from "@/lib/services/issues/list-issues";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { todayFor } from "@/lib/services/merchants/interval";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { listPayouts } from "@/lib/services/payouts/list-payouts";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; merchantId: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("merchant"))("title") };
}

export default async function MerchantPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/merchants/[merchantId]", params);
  const { merchantId: id } = await params;
  const merchant = await orNotFound(getMerchant(ctx, { id }));
  const values = await searchOf(searchParams);
  const period = readPeriod(values, todayFor(momentOf(ctx.clock.nowMs()), merchant.country ?? undefined));
  const interval = { from: period.from, to: period.to };
  const payouts = PayoutsQuery.parse({ merchantId: id, limit: PAYOUTS_SHOWN });
  return (
    <Prefetch
      queries={[
        { queryKey: merchantQuery(tenant, id).queryKey, load: async () => merchant },
        {
          queryKey: merchantSummaryQuery(tenant, id, interval).queryKey,
          load: () => summarizeMerchant(ctx, { id, ...interval }),
        },
        {
          queryKey: merchantDaysQuery(tenant, id, interval).queryKey,
          load: () => listMerchantDays(ctx, { id, ...interval }),
        },
        {
          queryKey: merchantLedgersQuery(tenant, id).queryKey,
          load: () => pageOf(listLedgers(ctx, ledgersOfMerchant(id))),
        },
        { queryKey: payoutsQuery(tenant, payouts).queryKey, load: () => pageOf(listPayouts(ctx, payouts)) },
        {
          queryKey: merchantIssuesQuery(tenant, id).queryKey,
          load: () => pageOf(listIssues(ctx, issuesOfMerchant(id))),
        },
      ]}
    >
      <MerchantScreen tenant={tenant} merchantId={id} period={period} view={readView(values)} />
    </Prefetch>
  );
}
