import { BankLine, LineKindInput } from "@/lib/contracts/bank";
import { route } from "@/lib/server/route";
import { setBankLineKind } from "@/lib/services/bank/set-line-kind";

export const POST = route("POST /api/v1/bank-lines/[id]/kind", {
  input: LineKindInput,
  output: BankLine,
  run: setBankLineKind,
});
