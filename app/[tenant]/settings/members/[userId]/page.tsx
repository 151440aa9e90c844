import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { MemberScreen } from "@/components/features/members/member-screen";
import { memberQuery } from "@/lib/browser/queries/members";
import { Prefetch } from "@/lib/server/prefetch";
import { currentSession } from "@/lib/server/session-context";
import { orNotFound, tenantPage } from "@/lib/server/tenant-page";
import { getMember } from "@/lib/services/members/list-members";

type PageInput = Readonly<{ params: Promise<Readonly<{ tenant: string; userId: string }>> }>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("member") };
}

export default async function MemberPage({ params }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/members/[userId]", params);
  const { userId: id } = await params;
  const member = await orNotFound(getMember(ctx, { id }));
  const session = await currentSession();
  return (
    <Prefetch queries={[{ queryKey: memberQuery(tenant, id).queryKey, load: async () => member }]}>
      <MemberScreen tenant={tenant} id={id} isSelf={session?.userId === id} />
    </Prefetch>
  );
}
