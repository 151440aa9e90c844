import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { MerchantsQuery } from "@/lib/contracts/queries";
import type { Merchant } from "@/lib/contracts/shapes";
import { IdWire } from "@/lib/contracts/wire";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeMerchants } from "@/lib/services/merchants/describe-merchants";
import { readBooks } from "@/lib/services/read";
import { listMerchantRows } from "@/lib/store/merchants";

const Place = z.object({ rank: z.int(), name: z.string(), id: IdWire });

/** Merchants of the firm, worst first or by name. Throws: forbidden, invalid_input (cursor). */
export async function listMerchants(ctx: ServiceContext, query: MerchantsQuery): Promise<Page<Merchant>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx, moment) => {
    const rows = await listMerchantRows(tx, { ...query, after }, moment);
    const page = toPage(rows, query.limit, ({ rank, name, id }) => encodeCursor({ rank, name, id }));
    return { items: await describeMerchants(tx, page.items, moment), nextCursor: page.nextCursor };
  });
}
