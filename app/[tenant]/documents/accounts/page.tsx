import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { AccountsScreen } from "@/components/features/bank/accounts-screen";
import { bankAccountsQuery } from "@/lib/browser/queries/bank";
import { BankAccountsQuery } from "@/lib/contracts/bank";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listAccounts } from "@/lib/services/bank/list-accounts";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

const ACCOUNTS_A_PAGE = 100;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("accounts") };
}

export default async function AccountsPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/documents/accounts", params);
  const { cursor } = await searchOf(searchParams);
  const parsed = BankAccountsQuery.safeParse({ cursor, limit: ACCOUNTS_A_PAGE });
  const query = parsed.success ? parsed.data : BankAccountsQuery.parse({ limit: ACCOUNTS_A_PAGE });
  return (
    <Prefetch
      queries={[
        { queryKey: bankAccountsQuery(tenant, query).queryKey, load: () => pageOf(listAccounts(ctx, query)) },
      ]}
    >
      <AccountsScreen tenant={tenant} ask={query} />
    </Prefetch>
  );
}
