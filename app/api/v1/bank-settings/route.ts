import { BankSettings } from "@/lib/contracts/bank";
import { NoInput } from "@/lib/contracts/inputs";
import { route } from "@/lib/server/route";
import { getBankSettings, setBankSettings } from "@/lib/services/bank/bank-settings";

export const GET = route("GET /api/v1/bank-settings", {
  input: NoInput,
  output: BankSettings,
  run: getBankSettings,
});

export const POST = route("POST /api/v1/bank-settings", {
  input: BankSettings,
  output: BankSettings,
  run: setBankSettings,
});
