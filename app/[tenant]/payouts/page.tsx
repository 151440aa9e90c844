import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { readPayoutsQuery } from "@/components/features/payouts/payouts-query";
import { PayoutsScreen } from "@/components/features/payouts/payouts-screen";
import { payoutsQuery } from "@/lib/browser/queries/payouts";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { listPayouts } from "@/lib/services/payouts/list-payouts";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("payout"))("listTitle") };
}

export default async function PayoutsPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/payouts", params);
  const { query, refused } = readPayoutsQuery(await searchOf(searchParams));
  const merchant =
    query.merchantId === undefined ? undefined : await orNotFound(getMerchant(ctx, { id: query.merchantId }));
  return (
    <Prefetch
      queries={[
        { queryKey: payoutsQuery(tenant, query).queryKey, load: () => pageOf(listPayouts(ctx, query)) },
      ]}
    >
      <PayoutsScreen
        tenant={tenant}
        query={query}
        refused={refused}
        chosen={merchant === undefined ? undefined : { id: merchant.id, name: merchant.name }}
      />
    </Prefetch>
  );
}
