import { ById } from "@/lib/contracts/inputs";
import { PayoutAnswer } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { explainPayout } from "@/lib/services/payouts/explain-payout";

export const GET = route("GET /api/v1/payouts/[id]", {
  input: ById,
  output: PayoutAnswer,
  run: async (ctx, input) => {
    const { payout, ...explained } = await explainPayout(ctx, input);
    return { ...payout, explained };
  },
});
