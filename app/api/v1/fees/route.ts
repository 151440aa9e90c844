import { FeesQuery } from "@/lib/contracts/queries";
import { Fees } from "@/lib/contracts/fees";
import { route } from "@/lib/server/route";
import { feesFile } from "@/lib/services/exports/list-files";
import { sumFees } from "@/lib/services/fees/sum-fees";

export const GET = route("GET /api/v1/fees", {
  input: FeesQuery,
  output: Fees,
  run: sumFees,
  csv: (ctx, query) => ({ name: "fees", chunks: feesFile(ctx, query) }),
});
