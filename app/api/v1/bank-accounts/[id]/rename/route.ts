import { BankAccount, RenameAccountInput } from "@/lib/contracts/bank";
import { route } from "@/lib/server/route";
import { renameBankAccount } from "@/lib/services/bank/rename-account";

export const POST = route("POST /api/v1/bank-accounts/[id]/rename", {
  input: RenameAccountInput,
  output: BankAccount,
  run: renameBankAccount,
});
