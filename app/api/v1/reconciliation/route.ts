import { Reconciliation, ReconciliationQuery } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { sumReconciliation } from "@/lib/services/reconciliation/sum-reconciliation";

export const GET = route("GET /api/v1/reconciliation", {
  input: ReconciliationQuery,
  output: Reconciliation,
  run: sumReconciliation,
});
