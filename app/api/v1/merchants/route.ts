import { MerchantsQuery } from "@/lib/contracts/queries";
import { Merchant } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { merchantsFile } from "@/lib/services/exports/list-files";
import { listMerchants } from "@/lib/services/merchants/list-merchants";

export const GET = listRoute("GET /api/v1/merchants", {
  input: MerchantsQuery,
  item: Merchant,
  run: listMerchants,
  csv: (ctx, query) => ({ name: "merchants", chunks: merchantsFile(ctx, query) }),
});
