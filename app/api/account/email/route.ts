import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { guardAttempt } from "@/lib/server/attempt-guard";
import { requestEmailChange } from "@/lib/services/identity/change-email";

export const POST = accountRoute("POST /api/account/email", {
  input: AccountInputs.changeEmail,
  output: AccountAnswers.done,
  guard: "password",
  run: async (ctx, input) => {
    // Nobody's mailbox is filled from here.
    await guardAttempt("letter", { account: input.email, address: ctx.address }, () =>
      requestEmailChange(ctx, input),
    );
    return {};
  },
});
