import { Assigned, AssignInput } from "@/lib/contracts/operators";
import { operatorRoute } from "@/lib/server/operator-route";
import { assignLedgerToFirm } from "@/lib/services/operators/assign-ledger";

export const POST = operatorRoute("POST /api/operator/ledgers/assign", {
  input: AssignInput,
  output: Assigned,
  run: async (ctx, input) => ({ firm: await assignLedgerToFirm(ctx, input) }),
});
