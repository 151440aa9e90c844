import { Confirmed, ConfirmVanishedInput } from "@/lib/contracts/operators";
import { operatorRoute } from "@/lib/server/operator-route";
import { confirmVanishedLedgers } from "@/lib/services/operators/confirm-vanished";

export const POST = operatorRoute("POST /api/operator/keys/confirm", {
  input: ConfirmVanishedInput,
  output: Confirmed,
  run: async (ctx, input) => {
    await confirmVanishedLedgers(ctx, input);
    return { credentialId: input.credentialId };
  },
});
