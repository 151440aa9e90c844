import { after } from "next/server";

import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { doorRoute } from "@/lib/server/account-route";
import { requestPasswordReset } from "@/lib/services/identity/reset-password";

export const POST = doorRoute("POST /api/account/forgot", {
  input: AccountInputs.forgotPassword,
  output: AccountAnswers.done,
  guard: "letter",
  accountOf: ({ email }) => email,
  run: (services, input) => {
    // Answered before anybody is looked up: how long that takes tells nobody who has an account.
    after(async () => {
      try {
        await requestPasswordReset(services, input);
      } catch (error) {
        services.log.error({ error }, "a letter for a new password was not posted");
      }
    });
    return Promise.resolve({});
  },
});
