import type { VouchersQuery } from "@/lib/contracts/bookkeeping";
import { listVouchers } from "@/lib/services/bookkeeping/list-vouchers";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { csvPages } from "@/lib/services/exports/csv-pages";
import { VOUCHER_COLUMNS, voucherLines } from "@/lib/services/exports/voucher-columns";
import { getMerchant } from "@/lib/services/merchants/get-merchant";

/** Ledger dates of one page of the file: with all their sales units, enough to be quick and few enough to hold. */
const DATES_PAGE = 100;

/** A merchant's vouchers as a file of postings, page by page. Throws, when read: what the list throws. */
export async function* vouchersFile(
  ctx: ServiceContext,
  query: Omit<VouchersQuery, "limit" | "cursor"> & Readonly<{ id: string }>,
): AsyncGenerator<string, void, undefined> {
  requirePermission(ctx, "books.export");
  const { name } = await getMerchant(ctx, { id: query.id });
  yield* csvPages(VOUCHER_COLUMNS, async (cursor) => {
    const page = await listVouchers(ctx, { ...query, limit: DATES_PAGE, cursor });
    return {
      items: page.items.flatMap((voucher) => voucherLines(name, voucher)),
      nextCursor: page.nextCursor,
    };
  });
}
