import { PairInput } from "@/lib/contracts/reconciliation";
import { Done, DONE } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { unrejectPair } from "@/lib/services/reconciliation/reject-pair";

export const POST = route("POST /api/v1/reconciliation/unreject", {
  input: PairInput,
  output: Done,
  run: async (ctx, input) => {
    await unrejectPair(ctx, input);
    return DONE;
  },
});
