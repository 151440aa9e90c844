import { OnboardInput } from "@/lib/contracts/inputs";
import { Onboarded } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { onboardLedgers } from "@/lib/services/ledgers/onboard-ledgers";

export const POST = route("POST /api/v1/onboarding", {
  input: OnboardInput,
  output: Onboarded,
  run: async (ctx, input) => ({ items: [...(await onboardLedgers(ctx, input))] }),
});
