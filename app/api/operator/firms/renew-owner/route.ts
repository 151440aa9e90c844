import { Assigned, RenewOwnerInput } from "@/lib/contracts/operators";
import { operatorRoute } from "@/lib/server/operator-route";
import { renewOwner } from "@/lib/services/operators/renew-owner";

export const POST = operatorRoute("POST /api/operator/firms/renew-owner", {
  input: RenewOwnerInput,
  output: Assigned,
  run: async (ctx, input) => ({ firm: await renewOwner(ctx, input) }),
});
