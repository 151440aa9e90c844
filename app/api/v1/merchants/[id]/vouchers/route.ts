import { MerchantVouchersInput, Voucher } from "@/lib/contracts/bookkeeping";
import { listRoute } from "@/lib/server/route";
import { listVouchers } from "@/lib/services/bookkeeping/list-vouchers";
import { vouchersFile } from "@/lib/services/bookkeeping/vouchers-file";

export const GET = listRoute("GET /api/v1/merchants/[id]/vouchers", {
  input: MerchantVouchersInput,
  item: Voucher,
  run: listVouchers,
  csv: (ctx, query) => ({ name: "vouchers", chunks: vouchersFile(ctx, query) }),
});
