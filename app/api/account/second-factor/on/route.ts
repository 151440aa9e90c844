import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { rememberSession } from "@/lib/server/session-cookie";
import { turnOnSecondFactor } from "@/lib/services/identity/second-factor";

export const POST = accountRoute("POST /api/account/second-factor/on", {
  input: AccountInputs.confirmCode,
  output: AccountAnswers.recoveryCodes,
  guard: "second-factor",
  run: async (ctx, input) => {
    const { recoveryCodes, sessionId } = await turnOnSecondFactor(ctx, input);
    await rememberSession(sessionId);
    return { recoveryCodes: [...recoveryCodes] };
  },
});
