import { WorkCounts, WorkCountsQuery } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { countWork } from "@/lib/services/reconciliation/list-work";

export const GET = route("GET /api/v1/reconciliation/counts", {
  input: WorkCountsQuery,
  output: WorkCounts,
  run: countWork,
});
