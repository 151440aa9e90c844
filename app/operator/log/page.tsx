import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { LogScreen } from "@/components/features/operator/log-screen";
import { eventsQuery } from "@/lib/browser/queries/operator";
import { EventsQuery } from "@/lib/contracts/operators";
import { operatorPage } from "@/lib/server/operator-page";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { listEvents } from "@/lib/services/operators/list-events";

type PageInput = Readonly<{
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  await operatorPage("/operator/log"); // a title would say that there is a page
  return { title: (await getTranslations("operator"))("log") };
}

export default async function LogPage({ searchParams }: PageInput) {
  const ctx = await operatorPage("/operator/log");
  const parsed = EventsQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : EventsQuery.parse({});
  return (
    <Prefetch
      queries={[{ queryKey: eventsQuery(query).queryKey, load: () => pageOf(listEvents(ctx, query)) }]}
    >
      <LogScreen query={query} />
    </Prefetch>
  );
}
