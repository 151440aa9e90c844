import { ById } from "@/lib/contracts/inputs";
import { Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { getLeaving } from "@/lib/services/leaving/get-leaving";
import { takeBackMerchant } from "@/lib/services/leaving/hand-over-merchant";

export const POST = route("POST /api/v1/merchants/[id]/take-back", {
  input: ById,
  output: Leaving,
  run: async (ctx, input) => {
    await takeBackMerchant(ctx, input);
    return getLeaving(ctx);
  },
});
