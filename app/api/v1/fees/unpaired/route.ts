import { UnpairedFees, UnpairedFeesQuery } from "@/lib/contracts/bookkeeping";
import { route } from "@/lib/server/route";
import { pairFees } from "@/lib/services/fees/pair-fees";

export const GET = route("GET /api/v1/fees/unpaired", {
  input: UnpairedFeesQuery,
  output: UnpairedFees,
  run: pairFees,
});
