import type { Metadata } from "next";
import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";

import {
  matchesAsk,
  openItemsAsk,
  readReconcileAddress,
} from "@/components/features/reconcile/reconcile-address";
import { ReconcileScreen } from "@/components/features/reconcile/reconcile-screen";
import { pageWithEnd } from "@/components/features/reconcile/rows";
import { matchesQuery, openItemsKey, workCountsQuery } from "@/lib/browser/queries/reconciliation";
import { FILTERS_COOKIE, savedFiltersOf } from "@/lib/browser/saved-filters";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listMatchesOf } from "@/lib/services/reconciliation/list-matches";
import { countWork, listWork } from "@/lib/services/reconciliation/list-work";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("reconcile"))("title") };
}

/** The first page of a list, as the browser keeps lists that grow. */
function firstOf(page: unknown): unknown {
  return { pages: [page], pageParams: [""] };
}

export default async function ReconcilePage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/reconcile", params);
  const { address, refused } = readReconcileAddress(await searchOf(searchParams));
  const { view, merchantId, accountId } = address;
  const narrow = {
    ...(merchantId !== undefined && { merchantId }),
    ...(accountId !== undefined && { accountId }),
  };
  const ask = openItemsAsk(address);
  const matches = matchesAsk(address);
  const saved = savedFiltersOf((await cookies()).get(FILTERS_COOKIE)?.value);
  return (
    <Prefetch
      queries={[
        { queryKey: workCountsQuery(tenant, narrow).queryKey, load: () => countWork(ctx, narrow) },
        view === "matched"
          ? {
              queryKey: matchesQuery(tenant, matches).queryKey,
              load: async () => firstOf(await pageOf(listMatchesOf(ctx, matches))),
            }
          : {
              queryKey: openItemsKey(tenant, ask),
              load: async () => firstOf(pageWithEnd(await pageOf(listWork(ctx, ask)))),
            },
      ]}
    >
      <ReconcileScreen tenant={tenant} address={address} refused={refused} saved={saved} />
    </Prefetch>
  );
}
