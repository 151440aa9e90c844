import { ClearingBalance, EnterBalanceInput } from "@/lib/contracts/bookkeeping";
import { route } from "@/lib/server/route";
import { enterClearingBalance } from "@/lib/services/bookkeeping/clearing-balances";

export const POST = route("POST /api/v1/ledgers/[id]/clearing-balance", {
  input: EnterBalanceInput,
  output: ClearingBalance,
  run: enterClearingBalance,
});
