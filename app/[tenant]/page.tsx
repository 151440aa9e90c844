import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { OverviewScreen } from "@/components/features/overview/overview-screen";
import { merchantsQuery } from "@/lib/browser/queries/overview";
import { MerchantsQuery } from "@/lib/contracts/queries";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listMerchants } from "@/lib/services/merchants/list-merchants";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("overview"))("title") };
}

export default async function OverviewPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]", params);
  const parsed = MerchantsQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : MerchantsQuery.parse({});
  return (
    <Prefetch
      queries={[
        { queryKey: merchantsQuery(tenant, query).queryKey, load: () => pageOf(listMerchants(ctx, query)) },
      ]}
    >
      <OverviewScreen tenant={tenant} query={query} isOverview />
    </Prefetch>
  );
}
