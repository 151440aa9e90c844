import { Done, InvitePersonInput, MerchantPeopleInput, MerchantPerson } from "@/lib/contracts/members";
import { listRoute, route } from "@/lib/server/route";
import { inviteMerchantPerson } from "@/lib/services/invitations/invite";
import { listMerchantPeople } from "@/lib/services/members/merchant-people";

export const GET = listRoute({ input: MerchantPeopleInput, item: MerchantPerson, run: listMerchantPeople });
export const POST = route({ input: InvitePersonInput, output: Done, run: inviteMerchantPerson });
