import { HandOverInput, Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { getLeaving } from "@/lib/services/leaving/get-leaving";
import { handOverMerchant } from "@/lib/services/leaving/hand-over-merchant";

export const POST = route("POST /api/v1/merchants/[id]/hand-over", {
  input: HandOverInput,
  output: Leaving,
  run: async (ctx, input) => {
    await handOverMerchant(ctx, input);
    return getLeaving(ctx);
  },
});
