import { ById } from "@/lib/contracts/inputs";
import { withdrawExpected } from "@/lib/services/onboarding/ask-for-grant";
import { ExpectedGrant } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route({ input: ById, output: ExpectedGrant, run: withdrawExpected });
