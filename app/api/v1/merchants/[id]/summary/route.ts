import { MerchantIntervalInput } from "@/lib/contracts/inputs";
import { Summary } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";

export const GET = route("GET /api/v1/merchants/[id]/summary", {
  input: MerchantIntervalInput,
  output: Summary,
  run: summarizeMerchant,
});
