import { ById } from "@/lib/contracts/inputs";
import { Merchant } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { getMerchant } from "@/lib/services/merchants/get-merchant";

export const GET = route("GET /api/v1/merchants/[id]", { input: ById, output: Merchant, run: getMerchant });
