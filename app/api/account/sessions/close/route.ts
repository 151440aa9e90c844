import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { signOutOne } from "@/lib/services/identity/sessions";

export const POST = accountRoute("POST /api/account/sessions/close", {
  input: AccountInputs.closeSession,
  output: AccountAnswers.done,
  run: async (ctx, input) => {
    await signOutOne(ctx, input);
    return {};
  },
});
