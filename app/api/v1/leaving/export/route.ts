import { NoInput } from "@/lib/contracts/inputs";
import { Leaving } from "@/lib/contracts/leaving";
import { route } from "@/lib/server/route";
import { getLeaving } from "@/lib/services/leaving/get-leaving";
import { askForFirmExport } from "@/lib/services/leaving/take-export";

export const POST = route("POST /api/v1/leaving/export", {
  input: NoInput,
  output: Leaving,
  run: async (ctx) => {
    await askForFirmExport(ctx);
    return getLeaving(ctx);
  },
});
