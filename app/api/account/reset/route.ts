import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { doorRoute } from "@/lib/server/account-route";
import { resetPassword } from "@/lib/services/identity/reset-password";

export const POST = doorRoute("POST /api/account/reset", {
  input: AccountInputs.resetPassword,
  output: AccountAnswers.done,
  guard: "link",
  accountOf: ({ token }) => token,
  run: async (services, input) => {
    await resetPassword(services, input);
    return {};
  },
});
