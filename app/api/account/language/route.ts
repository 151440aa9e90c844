import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { chooseLanguage } from "@/lib/services/identity/account";

export const POST = accountRoute("POST /api/account/language", {
  input: AccountInputs.changeLanguage,
  output: AccountAnswers.done,
  run: async (ctx, input) => {
    await chooseLanguage(ctx, input);
    return {};
  },
});
