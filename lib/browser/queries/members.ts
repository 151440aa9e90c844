import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { Accepted, Invitation, Member, MerchantPerson } from "@/lib/contracts/members";
import type { InvitationsQuery, MembersQuery } from "@/lib/contracts/members";
import { listOf } from "@/lib/contracts/wire";

export const membersQuery = (tenant: string, query: MembersQuery) =>
  queryOptions({
    queryKey: ["members", tenant, query],
    queryFn: ({ signal }) => apiGet("/members", { tenant, query, output: listOf(Member), signal }),
    placeholderData: keepPreviousData,
  });

export const memberQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["member", tenant, id],
    queryFn: ({ signal }) => apiGet(`/members/${id}`, { tenant, output: Member, signal }),
  });

export const invitationsQuery = (tenant: string, query: InvitationsQuery) =>
  queryOptions({
    queryKey: ["invitations", tenant, query],
    queryFn: ({ signal }) => apiGet("/invitations", { tenant, query, output: listOf(Invitation), signal }),
    placeholderData: keepPreviousData,
  });

export const merchantPeopleQuery = (tenant: string, merchantId: string) =>
  queryOptions({
    queryKey: ["merchant-people", tenant, merchantId],
    queryFn: ({ signal }) =>
      apiGet(`/merchants/${merchantId}/people`, { tenant, output: listOf(MerchantPerson), signal }),
  });

export const merchantInvitationsQuery = (tenant: string, merchantId: string) =>
  queryOptions({
    queryKey: ["merchant-invitations", tenant, merchantId],
    queryFn: ({ signal }) =>
      apiGet(`/merchants/${merchantId}/invitations`, { tenant, output: listOf(Invitation), signal }),
  });

/** A change of members or invitations by its path below the API. Throws: ProblemError. */
export async function changePeople(tenant: string, path: string, body?: unknown): Promise<void> {
  await apiPost(path, { tenant, body });
}

/** What a change of members makes old. */
export async function invalidatePeople(client: QueryClient, tenant: string): Promise<void> {
  const names = ["members", "member", "invitations", "merchant-people", "merchant-invitations", "tokens"];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}

/** Accepts an invitation, as the signed-in person or as somebody new. Throws: ProblemError. */
export async function acceptInvitation(
  body: Readonly<{ token: string; name?: string; password?: string }>,
): Promise<Accepted> {
  return Accepted.parse(await apiPost("/invitations/accept", { tenant: "", body }));
}
