import { NoInput } from "@/lib/contracts/inputs";
import { getOnboardingSettings, setOnboardingSettings } from "@/lib/services/onboarding/onboarding-settings";
import { OnboardingSettings, OnboardingSettingsInput } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/settings", {
  input: NoInput,
  output: OnboardingSettings,
  run: getOnboardingSettings,
});

export const POST = route("POST /api/v1/onboarding/settings", {
  input: OnboardingSettingsInput,
  output: OnboardingSettings,
  run: setOnboardingSettings,
});
