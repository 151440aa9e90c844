import { BankAccount, BankAccountsQuery } from "@/lib/contracts/bank";
import { pageRoute } from "@/lib/server/route";
import { listAccounts } from "@/lib/services/bank/list-accounts";

export const GET = pageRoute("GET /api/v1/bank-accounts", {
  input: BankAccountsQuery,
  item: BankAccount,
  run: listAccounts,
});
