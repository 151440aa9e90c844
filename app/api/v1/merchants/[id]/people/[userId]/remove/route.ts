import { Done, MerchantPersonInput } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { removeMerchantPerson } from "@/lib/services/members/merchant-people";

export const POST = route({ input: MerchantPersonInput, output: Done, run: removeMerchantPerson });
