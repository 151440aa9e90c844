import { ById } from "@/lib/contracts/inputs";
import { withdrawExpected } from "@/lib/services/onboarding/ask-for-grant";
import { ExpectedGrant } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/expected/[id]/withdraw", {
  input: ById,
  output: ExpectedGrant,
  run: withdrawExpected,
});
