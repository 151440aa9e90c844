import { NoInput } from "@/lib/contracts/inputs";
import { lookNow } from "@/lib/services/onboarding/look-now";
import { Looking } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/look", {
  input: NoInput,
  output: Looking,
  run: (ctx) => lookNow(ctx),
});
