import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { AccountsScreen } from "@/components/features/bookkeeping/accounts-screen";
import { accountsQuery } from "@/lib/browser/queries/bookkeeping";
import { AccountsQuery } from "@/lib/contracts/bookkeeping";
import { Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { getAccounts } from "@/lib/services/bookkeeping/account-map";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bookkeeping"))("title") };
}

export default async function AccountsPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/accounts", params);
  const parsed = AccountsQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : AccountsQuery.parse({});
  return (
    <Prefetch
      queries={[{ queryKey: accountsQuery(tenant, query).queryKey, load: () => getAccounts(ctx, query) }]}
    >
      <AccountsScreen tenant={tenant} query={query} />
    </Prefetch>
  );
}
