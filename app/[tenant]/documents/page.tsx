import type { Metadata } from "next";
import { getTranslations } from "next-intl/server";

import { FilesScreen } from "@/components/features/bank/files-screen";
import { bankFilesQuery } from "@/lib/browser/queries/bank";
import { BankFilesQuery } from "@/lib/contracts/bank";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listBankFiles } from "@/lib/services/bank/list-files";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

const FILES_A_PAGE = 50;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("bank"))("title") };
}

export default async function DocumentsPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/documents", params);
  const { accountId, cursor } = await searchOf(searchParams);
  const parsed = BankFilesQuery.safeParse({ accountId, cursor, limit: FILES_A_PAGE });
  const query = parsed.success ? parsed.data : BankFilesQuery.parse({ limit: FILES_A_PAGE });
  return (
    <Prefetch
      queries={[
        { queryKey: bankFilesQuery(tenant, query).queryKey, load: () => pageOf(listBankFiles(ctx, query)) },
      ]}
    >
      <FilesScreen tenant={tenant} ask={query} />
    </Prefetch>
  );
}
