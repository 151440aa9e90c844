import { ignoreLedgers } from "@/lib/services/onboarding/ignore-ledgers";
import { ChangedLedgers, IgnoreInput } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/ignore", {
  input: IgnoreInput,
  output: ChangedLedgers,
  run: ignoreLedgers,
});
