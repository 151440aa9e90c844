import { Done, MerchantPersonInput } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { removeMerchantPerson } from "@/lib/services/members/merchant-people";

export const POST = route("POST /api/v1/merchants/[id]/people/[userId]/remove", {
  input: MerchantPersonInput,
  output: Done,
  run: removeMerchantPerson,
});
