import { PairInput } from "@/lib/contracts/reconciliation";
import { Done, DONE } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { rejectPair } from "@/lib/services/reconciliation/reject-pair";

export const POST = route("POST /api/v1/reconciliation/reject", {
  input: PairInput,
  output: Done,
  run: async (ctx, input) => {
    await rejectPair(ctx, input);
    return DONE;
  },
});
