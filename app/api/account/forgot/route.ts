import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { doorRoute } from "@/lib/server/account-route";
import { requestPasswordReset } from "@/lib/services/identity/reset-password";

export const POST = doorRoute("POST /api/account/forgot", {
  input: AccountInputs.forgotPassword,
  output: AccountAnswers.done,
  guard: "letter",
  accountOf: ({ email }) => email,
  run: async (services, input) => {
    await requestPasswordReset(services, input);
    return {};
  },
});
