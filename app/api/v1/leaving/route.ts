import { NoInput } from "@/lib/contracts/inputs";
import { Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { getLeaving } from "@/lib/services/leaving/get-leaving";

export const GET = route("GET /api/v1/leaving", { input: NoInput, output: Leaving, run: getLeaving });
