import { PayoutsQuery } from "@/lib/contracts/queries";
import { Payout } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { payoutsFile } from "@/lib/services/exports/list-files";
import { listPayouts } from "@/lib/services/payouts/list-payouts";

export const GET = listRoute("GET /api/v1/payouts", {
  input: PayoutsQuery,
  item: Payout,
  run: listPayouts,
  csv: (ctx, query) => ({ name: "payouts", chunks: payoutsFile(ctx, query) }),
});
