import { ById } from "@/lib/contracts/inputs";
import { stopReminders } from "@/lib/services/onboarding/ask-for-grant";
import { ExpectedGrant } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/expected/[id]/stop", {
  input: ById,
  output: ExpectedGrant,
  run: stopReminders,
});
