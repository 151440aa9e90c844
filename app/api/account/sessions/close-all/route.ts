import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { forgetSession } from "@/lib/server/session-cookie";
import { signOutEverywhere } from "@/lib/services/identity/sessions";

export const POST = accountRoute("POST /api/account/sessions/close-all", {
  input: AccountInputs.nothing,
  output: AccountAnswers.done,
  run: async (ctx) => {
    await signOutEverywhere(ctx);
    await forgetSession();
    return {};
  },
});
