import { Done, InvitePersonInput, MerchantPeopleInput, MerchantPerson } from "@/lib/contracts/members";
import { listRoute, route } from "@/lib/server/route";
import { inviteMerchantPerson } from "@/lib/services/invitations/invite";
import { listMerchantPeople } from "@/lib/services/members/merchant-people";

export const GET = listRoute("GET /api/v1/merchants/[id]/people", {
  input: MerchantPeopleInput,
  item: MerchantPerson,
  run: listMerchantPeople,
});
export const POST = route("POST /api/v1/merchants/[id]/people", {
  input: InvitePersonInput,
  output: Done,
  run: inviteMerchantPerson,
});
