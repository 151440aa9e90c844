import { BankAccount, LinkNumberInput } from "@/lib/contracts/bank";
import { route } from "@/lib/server/route";
import { linkNumber } from "@/lib/services/bank/link-number";

export const POST = route("POST /api/v1/bank-accounts/[id]/link", {
  input: LinkNumberInput,
  output: BankAccount,
  run: linkNumber,
});
