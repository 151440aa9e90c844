import { Done, DONE } from "@/lib/contracts/members";
import { UndoInput } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { undoMatch } from "@/lib/services/reconciliation/undo-match";

export const DELETE = route("DELETE /api/v1/matches/[id]", {
  input: UndoInput,
  output: Done,
  run: async (ctx, input) => {
    await undoMatch(ctx, input);
    return DONE;
  },
});
