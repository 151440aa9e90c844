import { UndoInput } from "@/lib/contracts/reconciliation";
import { Done, DONE } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";

export const POST = route("POST /api/v1/matches/[id]/undo", {
  input: UndoInput,
  output: Done,
  run: async (ctx, input) => {
    await undoMatch(ctx, input);
    return DONE;
  },
});
