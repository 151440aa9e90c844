import { FeeRates, FeeRatesQuery } from "@/lib/contracts/bookkeeping";
import { route } from "@/lib/server/route";
import { rateFees } from "@/lib/services/fees/rate-fees";

export const GET = route("GET /api/v1/fees/rates", { input: FeeRatesQuery, output: FeeRates, run: rateFees });
