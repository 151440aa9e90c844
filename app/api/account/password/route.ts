import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { rememberSession } from "@/lib/server/session-cookie";
import { choosePassword } from "@/lib/services/identity/account";

export const POST = accountRoute("POST /api/account/password", {
  input: AccountInputs.changePassword,
  output: AccountAnswers.done,
  guard: "password",
  run: async (ctx, input) => {
    const { sessionId } = await choosePassword(ctx, input);
    await rememberSession(sessionId);
    return {};
  },
});
