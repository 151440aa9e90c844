import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { FirmsScreen } from "@/components/features/operator/firms-screen";
import { firmsQuery } from "@/lib/browser/queries/operator";
import { FirmsQuery } from "@/lib/contracts/operators";
import { operatorPage } from "@/lib/server/operator-page";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { listFirms } from "@/lib/services/operators/list-firms";

type PageInput = Readonly<{
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  await operatorPage("/operator/firms"); // a title would say that there is a page
  return { title: (await getTranslations("operator"))("firms") };
}

export default async function FirmsPage({ searchParams }: PageInput) {
  const ctx = await operatorPage("/operator/firms");
  const parsed = FirmsQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : FirmsQuery.parse({});
  return (
    <Prefetch queries={[{ queryKey: firmsQuery(query).queryKey, load: () => pageOf(listFirms(ctx, query)) }]}>
      <FirmsScreen query={query} />
    </Prefetch>
  );
}
