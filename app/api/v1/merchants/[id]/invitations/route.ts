import { Invitation, MerchantPeopleInput } from "@/lib/contracts/members";
import { listRoute } from "@/lib/server/route";
import { listMerchantInvitations } from "@/lib/services/invitations/list-invitations";

export const GET = listRoute("GET /api/v1/merchants/[id]/invitations", {
  input: MerchantPeopleInput,
  item: Invitation,
  run: listMerchantInvitations,
});
