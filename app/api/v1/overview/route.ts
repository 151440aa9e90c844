import { NoInput } from "@/lib/contracts/inputs";
import { OverviewFigures } from "@/lib/contracts/overview";
import { route } from "@/lib/server/route";
import { getOverview } from "@/lib/services/overview/get-overview";

export const GET = route("GET /api/v1/overview", {
  input: NoInput,
  output: OverviewFigures,
  run: getOverview,
});
