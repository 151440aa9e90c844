import { BankCoverage } from "@/lib/contracts/bank";
import { ById } from "@/lib/contracts/inputs";
import { route } from "@/lib/server/route";
import { getCoverage } from "@/lib/services/bank/get-coverage";

export const GET = route("GET /api/v1/bank-accounts/[id]", {
  input: ById,
  output: BankCoverage,
  run: getCoverage,
});
