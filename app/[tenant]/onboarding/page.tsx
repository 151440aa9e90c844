import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { OnboardingScreen } from "@/components/features/onboarding/onboarding-screen";
import { ledgersQuery } from "@/lib/browser/queries/ledgers";
import { onboardingQueries } from "@/lib/browser/queries/onboarding";
import { LedgersQuery } from "@/lib/contracts/queries";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("onboarding"))("title") };
}

export default async function OnboardingPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/onboarding", params);
  const parsed = LedgersQuery.pick({ cursor: true }).safeParse(await searchOf(searchParams));
  const cursor = parsed.success ? parsed.data.cursor : undefined;
  const lists = Object.values(onboardingQueries(cursor)).map((query) => ({
    queryKey: ledgersQuery(tenant, query).queryKey,
    load: () => pageOf(listLedgers(ctx, query)),
  }));
  return (
    <Prefetch queries={lists}>
      <OnboardingScreen tenant={tenant} cursor={cursor} />
    </Prefetch>
  );
}
