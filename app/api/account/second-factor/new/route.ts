import { AccountAnswers, AccountInputs } from "@/lib/contracts/account";
import { accountRoute } from "@/lib/server/account-route";
import { newSecondFactor } from "@/lib/services/identity/second-factor";

export const POST = accountRoute("POST /api/account/second-factor/new", {
  input: AccountInputs.provePassword,
  output: AccountAnswers.newSecret,
  guard: "password",
  run: newSecondFactor,
});
