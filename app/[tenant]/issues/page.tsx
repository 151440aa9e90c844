import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { IssuesScreen } from "@/components/features/issues/issues-screen";
import { issueCountsQuery, issuesQuery } from "@/lib/browser/queries/issues";
import { IssuesQuery } from "@/lib/contracts/queries";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { countIssues } from "@/lib/services/issues/count-issues";
import { listIssues } from "@/lib/services/issues/list-issues";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("issue"))("title") };
}

export default async function IssuesPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/issues", params);
  const parsed = IssuesQuery.safeParse(await searchOf(searchParams));
  const query = viewOf(parsed.success ? parsed.data : IssuesQuery.parse({}));
  const counted = { merchantId: query.merchantId };
  return (
    <Prefetch
      queries={[
        { queryKey: issuesQuery(tenant, query).queryKey, load: () => pageOf(listIssues(ctx, query)) },
        { queryKey: issueCountsQuery(tenant, counted).queryKey, load: () => countIssues(ctx, counted) },
      ]}
    >
      <IssuesScreen tenant={tenant} query={query} />
    </Prefetch>
  );
}

/** What is put off is out of sight unless it is asked for. */
function viewOf(query: IssuesQuery): IssuesQuery {
  return { ...query, snoozed: query.state === "resolved" ? undefined : (query.snoozed ?? "no") };
}
