import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { InboxScreen } from "@/components/features/operator/inbox-screen";
import { inboxQuery, installationKeysQuery } from "@/lib/browser/queries/operator";
import { InboxQuery } from "@/lib/contracts/operators";
import { operatorPage } from "@/lib/server/operator-page";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { listInbox } from "@/lib/services/operators/list-inbox";
import { listKeys } from "@/lib/services/operators/list-keys";

type PageInput = Readonly<{
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  await operatorPage("/operator"); // a title would say that there is a page
  return { title: (await getTranslations("operator"))("inbox") };
}

export default async function InboxPage({ searchParams }: PageInput) {
  const ctx = await operatorPage("/operator");
  const parsed = InboxQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : InboxQuery.parse({});
  return (
    <Prefetch
      queries={[
        { queryKey: inboxQuery(query).queryKey, load: () => pageOf(listInbox(ctx, query)) },
        { queryKey: installationKeysQuery().queryKey, load: async () => ({ items: await listKeys(ctx) }) },
      ]}
    >
      <InboxScreen query={query} />
    </Prefetch>
  );
}
