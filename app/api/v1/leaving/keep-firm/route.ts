import { NoInput } from "@/lib/contracts/inputs";
import { Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { undoFirmDeletion } from "@/lib/services/leaving/firm-deletion";
import { getLeaving } from "@/lib/services/leaving/get-leaving";

export const POST = route("POST /api/v1/leaving/keep-firm", {
  input: NoInput,
  output: Leaving,
  run: async (ctx) => {
    await undoFirmDeletion(ctx);
    return getLeaving(ctx);
  },
});
