import { parseId } from "@/lib/core/ids";
import { ById } from "@/lib/contracts/inputs";
import { Ledger } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { getLedger } from "@/lib/services/ledgers/get-ledger";
import { pauseLedger } from "@/lib/services/ledgers/pause-ledger";

export const POST = route("POST /api/v1/ledgers/[id]/pause", {
  input: ById,
  output: Ledger,
  run: async (ctx, input) => {
    await pauseLedger(ctx, { id: parseId(input.id) });
    return getLedger(ctx, input);
  },
});
