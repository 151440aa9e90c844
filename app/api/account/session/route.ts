import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { rememberSession } from "@/lib/server/session-cookie";
import { keepSession } from "@/lib/services/identity/sessions";

export const POST = accountRoute("POST /api/account/session", {
  input: AccountInputs.nothing,
  output: AccountAnswers.done,
  run: async (ctx) => {
    const { sessionId, device, address } = ctx;
    const renewed = await keepSession(ctx, sessionId, { device, address });
    if (renewed !== sessionId) await rememberSession(renewed);
    return {};
  },
});
