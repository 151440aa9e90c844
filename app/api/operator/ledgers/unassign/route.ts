import { Assigned, AssignInput } from "@/lib/contracts/operators";
import { operatorRoute } from "@/lib/server/operator-route";
import { unassignLedger } from "@/lib/services/operators/assign-ledger";

export const POST = operatorRoute("POST /api/operator/ledgers/unassign", {
  input: AssignInput,
  output: Assigned,
  run: async (ctx, input) => ({ firm: await unassignLedger(ctx, input) }),
});
