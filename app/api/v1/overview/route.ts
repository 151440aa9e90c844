import { NoInput } from "@/lib/contracts/inputs";
import { OverviewFigures } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { getOverview } from "@/lib/services/overview/get-overview";

export const GET = route({ input: NoInput, output: OverviewFigures, run: getOverview });
