import { getTranslations } from "next-intl/server";
import type { Metadata } from "next";

import { MembersScreen } from "@/components/features/members/members-screen";
import { invitationsQuery, membersQuery } from "@/lib/browser/queries/members";
import { InvitationsQuery, MembersQuery } from "@/lib/contracts/members";
import { pageOf, Prefetch, searchOf } from "@/lib/server/prefetch";
import { tenantPage } from "@/lib/server/tenant-page";
import { listInvitations } from "@/lib/services/invitations/list-invitations";
import { listMembers } from "@/lib/services/members/list-members";

type PageInput = Readonly<{
  params: Promise<Readonly<{ tenant: string }>>;
  searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}>;

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getTranslations("members"))("title") };
}

export default async function MembersPage({ params, searchParams }: PageInput) {
  const { tenant, ctx } = await tenantPage("/[tenant]/settings/members", params);
  const parsed = MembersQuery.pick({ of: true, cursor: true }).safeParse(await searchOf(searchParams));
  const query = MembersQuery.parse(parsed.success ? parsed.data : {});
  const invitations = InvitationsQuery.parse({});
  return (
    <Prefetch
      queries={[
        { queryKey: membersQuery(tenant, query).queryKey, load: () => pageOf(listMembers(ctx, query)) },
        {
          queryKey: invitationsQuery(tenant, invitations).queryKey,
          load: () => pageOf(listInvitations(ctx, invitations)),
        },
      ]}
    >
      <MembersScreen tenant={tenant} query={query} />
    </Prefetch>
  );
}
