import { ignoreLedgers } from "@/lib/services/onboarding/ignore-ledgers";
import { ChangedLedgers, IgnoreInput } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route({ input: IgnoreInput, output: ChangedLedgers, run: ignoreLedgers });
