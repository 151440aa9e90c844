import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { AuditScreen } from "@/components/features/audit/audit-screen";
import { auditQuery } from "@/lib/browser/queries/audit";
import { AuditQuery } from "@/lib/contracts/settings";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listAudit } from "@/lib/services/audit/list-audit";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("audit"))("title") };
}

export default async function AuditPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/audit", params);
  const parsed = AuditQuery.safeParse(await searchOf(searchParams));
  const query = parsed.success ? parsed.data : AuditQuery.parse({});
  return (
    <Prefetch
      queries={[{ queryKey: auditQuery(tenant, query).queryKey, load: () => pageOf(listAudit(ctx, query)) }]}
    >
      <AuditScreen tenant={tenant} query={query} isRefused={!parsed.success} />
    </Prefetch>
  );
}
