import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { turnOffSecondFactor } from "@/lib/services/identity/second-factor";

export const POST = accountRoute("POST /api/account/second-factor/off", {
  input: AccountInputs.proveBoth,
  output: AccountAnswers.done,
  guard: "password",
  run: async (ctx, input) => {
    await turnOffSecondFactor(ctx, input);
    return {};
  },
});
