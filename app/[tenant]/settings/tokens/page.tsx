import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { TokensScreen } from "@/components/features/tokens/tokens-screen";
import { tokensQuery } from "@/lib/browser/queries/tokens";
import { TokensQuery } from "@/lib/contracts/settings";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { isPermitted } from "@/lib/services/context";
import { listTokens } from "@/lib/services/tokens/list-tokens";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("tokens"))("title") };
}

export default async function TokensPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/tokens", params);
  const parsed = TokensQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : TokensQuery.parse({});
  return (
    <Prefetch
      queries={[
        { queryKey: tokensQuery(tenant, query).queryKey, load: () => pageOf(listTokens(ctx, query)) },
      ]}
    >
      <TokensScreen tenant={tenant} query={query} isManager={isPermitted(ctx, "token.create")} />
    </Prefetch>
  );
}
