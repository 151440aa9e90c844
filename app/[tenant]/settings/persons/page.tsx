import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { PersonsScreen } from "@/components/features/persons/persons-screen";
import { personsQuery } from "@/lib/browser/queries/persons";
import { PersonsQuery } from "@/lib/contracts/persons";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listPersonSettings } from "@/lib/services/persons/list-person-settings";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("persons"))("title") };
}

export default async function PersonsPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/persons", params);
  const parsed = PersonsQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : PersonsQuery.parse({});
  return (
    <Prefetch
      queries={[
        {
          queryKey: personsQuery(tenant, query).queryKey,
          load: () => pageOf(listPersonSettings(ctx, query)),
        },
      ]}
    >
      <PersonsScreen tenant={tenant} query={query} />
    </Prefetch>
  );
}
