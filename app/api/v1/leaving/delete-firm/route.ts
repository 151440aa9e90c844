import { DeleteFirmInput, Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { askForFirmDeletion } from "@/lib/services/leaving/firm-deletion";
import { getLeaving } from "@/lib/services/leaving/get-leaving";

export const POST = route("POST /api/v1/leaving/delete-firm", {
  input: DeleteFirmInput,
  output: Leaving,
  run: async (ctx, input) => {
    await askForFirmDeletion(ctx, input);
    return getLeaving(ctx);
  },
});
