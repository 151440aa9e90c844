import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { LeavingScreen } from "@/components/features/leaving/leaving-screen";
import { leavingQuery } from "@/lib/browser/queries/leaving";
import { MerchantsQuery } from "@/lib/contracts/queries";
import { Prefetch, searchOf } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { isPermitted } from "@/lib/services/context";
import { getLeaving } from "@/lib/services/leaving/get-leaving";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { listMerchants } from "@/lib/services/merchants/list-merchants";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

const FOUND_MAX = 20;
const SEARCH_MAX = 200;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("leaving"))("title") };
}

export default async function LeavingPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/leaving", params);
  const values = await searchOf(searchParams);
  const { merchant } = values;
  const search = values["q"]?.trim().slice(0, SEARCH_MAX);
  const chosen = merchant === undefined ? undefined : await orNotFound(getMerchant(ctx, { id: merchant }));
  const found =
    search === undefined
      ? []
      : (await listMerchants(ctx, MerchantsQuery.parse({ search, sort: "name", limit: FOUND_MAX }))).items;
  return (
    <Prefetch queries={[{ queryKey: leavingQuery(tenant).queryKey, load: () => getLeaving(ctx) }]}>
      <LeavingScreen
        tenant={tenant}
        isOwner={isPermitted(ctx, "firm.export")}
        choice={{
          chosen: chosen && { id: chosen.id, name: chosen.name },
          search,
          found: found.map(({ id, name }) => ({ id, name })),
        }}
      />
    </Prefetch>
  );
}
