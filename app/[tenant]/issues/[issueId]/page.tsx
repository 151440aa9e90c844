import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { IssueScreen } from "@/components/features/issues/issue-screen";
import { issueQuery } from "@/lib/browser/queries/issues";
import { Prefetch } from "@/lib/server/prefetch";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { getIssue } from "@/lib/services/issues/get-issue";

type PageInput = Readonly<{ params: Promise<Readonly<{ tenant: string; issueId: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("issue"))("issue") };
}

export default async function IssuePage({ params }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/issues/[issueId]", params);
  const { issueId: id } = await params;
  const issue = await orNotFound(getIssue(ctx, { id }));
  return (
    <Prefetch queries={[{ queryKey: issueQuery(tenant, id).queryKey, load: () => Promise.resolve(issue) }]}>
      <IssueScreen tenant={tenant} id={id} />
    </Prefetch>
  );
}
