import { Done, Invitation, InvitationsQuery, InviteInput } from "@/lib/contracts/members";
import { listRoute, route } from "@/lib/server/route";
import { inviteMember } from "@/lib/services/invitations/invite";
import { listInvitations } from "@/lib/services/invitations/list-invitations";

export const GET = listRoute("GET /api/v1/invitations", {
  input: InvitationsQuery,
  item: Invitation,
  run: listInvitations,
});
export const POST = route("POST /api/v1/invitations", {
  input: InviteInput,
  output: Done,
  run: inviteMember,
});
