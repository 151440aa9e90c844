import { ClearingBalance, ClearingBalancesInput } from "@/lib/contracts/bookkeeping";
import { pageRoute } from "@/lib/server/route";
import { listClearingBalances } from "@/lib/services/bookkeeping/clearing-balances";

export const GET = pageRoute("GET /api/v1/merchants/[id]/clearing-balances", {
  input: ClearingBalancesInput,
  item: ClearingBalance,
  run: listClearingBalances,
});
