import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { AccountScreen } from "@/components/features/bank/account-screen";
import { linesAsk, readLinesAddress } from "@/components/features/bank/bank-address";
import { bankAccountQuery, bankLinesQuery } from "@/lib/browser/queries/bank";
import { BankLinesQuery } from "@/lib/contracts/bank";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { getCoverage } from "@/lib/services/bank/get-coverage";
import { listBankLines } from "@/lib/services/bank/list-lines";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string; accountId: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("account") };
}

export default async function AccountPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/documents/accounts/[accountId]", params);
  const { accountId: id } = await params;
  const coverage = await orNotFound(getCoverage(ctx, { id }));
  const { address, refused } = readLinesAddress(await searchOf(searchParams));
  const ask = linesAsk(address);
  return (
    <Prefetch
      queries={[
        { queryKey: bankAccountQuery(tenant, id).queryKey, load: () => Promise.resolve(coverage) },
        {
          queryKey: bankLinesQuery(tenant, id, ask).queryKey,
          load: () => pageOf(listBankLines(ctx, BankLinesQuery.parse({ ...ask, id }))),
        },
      ]}
    >
      <AccountScreen tenant={tenant} id={id} address={address} refused={refused} />
    </Prefetch>
  );
}
