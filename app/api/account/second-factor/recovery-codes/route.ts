import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { renewRecoveryCodes } from "@/lib/services/identity/second-factor";

export const POST = accountRoute("POST /api/account/second-factor/recovery-codes", {
  input: AccountInputs.proveBoth,
  output: AccountAnswers.recoveryCodes,
  guard: "password",
  run: async (ctx, input) => {
    const { recoveryCodes } = await renewRecoveryCodes(ctx, input);
    return { recoveryCodes: [...recoveryCodes] };
  },
});
