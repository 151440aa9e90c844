import { MerchantIntervalInput } from "@/lib/contracts/inputs";
import { MerchantDays } from "@/lib/contracts/merchant-days";
import { route } from "@/lib/server/route";
import { merchantDaysFile } from "@/lib/services/exports/list-files";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";

export const GET = route("GET /api/v1/merchants/[id]/days", {
  input: MerchantIntervalInput,
  output: MerchantDays,
  run: listMerchantDays,
  csv: (ctx, query) => ({ name: "merchant-days", chunks: merchantDaysFile(ctx, query) }),
});
