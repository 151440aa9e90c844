import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { RevealScope } from "@/components/features/persons/may-reveal";
import { asksOf, merchantsAsk, readAddress } from "@/components/features/search/search-asks";
import { SearchScreen } from "@/components/features/search/search-screen";
import { merchantsQuery } from "@/lib/browser/queries/overview";
import { paymentsQuery } from "@/lib/browser/queries/payments";
import { PaymentsQuery } from "@/lib/contracts/queries";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { isPermitted } from "@/lib/services/context";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { findPayments } from "@/lib/services/payments/find-payments";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("search"))("title") };
}

export default async function SearchPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/search", params);
  const address = readAddress(await searchOf(searchParams));
  const byName = merchantsAsk(address);
  return (
    <Prefetch
      queries={[
        ...asksOf(address).map(({ ask }) => ({
          queryKey: paymentsQuery(tenant, ask).queryKey,
          load: () => pageOf(findPayments(ctx, PaymentsQuery.parse(ask))),
        })),
        ...(byName === undefined
          ? []
          : [
              {
                queryKey: merchantsQuery(tenant, byName).queryKey,
                load: () => pageOf(listMerchants(ctx, byName)),
              },
            ]),
      ]}
    >
      <RevealScope mayReveal={isPermitted(ctx, "person.reveal")}>
        <SearchScreen tenant={tenant} address={address} />
      </RevealScope>
    </Prefetch>
  );
}
