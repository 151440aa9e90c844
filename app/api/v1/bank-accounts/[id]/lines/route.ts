import { BankLine, BankLinesQuery } from "@/lib/contracts/bank";
import { pageRoute } from "@/lib/server/route";
import { listBankLines } from "@/lib/services/bank/list-lines";

export const GET = pageRoute("GET /api/v1/bank-accounts/[id]/lines", {
  input: BankLinesQuery,
  item: BankLine,
  run: listBankLines,
});
