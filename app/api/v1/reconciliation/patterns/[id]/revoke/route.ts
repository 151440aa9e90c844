import { ById } from "@/lib/contracts/inputs";
import { Done, DONE } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { forgetPattern } from "@/lib/services/reconciliation/learn-pattern";

export const POST = route("POST /api/v1/reconciliation/patterns/[id]/revoke", {
  input: ById,
  output: Done,
  run: async (ctx, input) => {
    await forgetPattern(ctx, input);
    return DONE;
  },
});
