import { takeBackLedgers } from "@/lib/services/onboarding/ignore-ledgers";
import { ChangedLedgers, TakeBackInput } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/take-back", {
  input: TakeBackInput,
  output: ChangedLedgers,
  run: takeBackLedgers,
});
