import { WorkNoteInput } from "@/lib/contracts/reconciliation";
import { Done, DONE } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { noteWork } from "@/lib/services/reconciliation/note-work";

export const POST = route("POST /api/v1/reconciliation/note", {
  input: WorkNoteInput,
  output: Done,
  run: async (ctx, input) => {
    await noteWork(ctx, input);
    return DONE;
  },
});
