import { Accounts, AccountsQuery, SetAccountsInput } from "@/lib/contracts/bookkeeping";
import { route } from "@/lib/server/route";
import { getAccounts, setAccounts } from "@/lib/services/bookkeeping/account-map";

export const GET = route("GET /api/v1/accounts", {
  input: AccountsQuery,
  output: Accounts,
  run: getAccounts,
});
export const POST = route("POST /api/v1/accounts", {
  input: SetAccountsInput,
  output: Accounts,
  run: setAccounts,
});
