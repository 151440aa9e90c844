import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { doorRoute } from "@/lib/server/account-route";
import { confirmEmailChange } from "@/lib/services/identity/change-email";

export const POST = doorRoute("POST /api/account/email/confirm", {
  input: AccountInputs.confirmEmail,
  output: AccountAnswers.done,
  guard: "link",
  accountOf: ({ token }) => token,
  run: async (services, input) => {
    await confirmEmailChange(services, input);
    return {};
  },
});
