import { z } from "zod";

import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { LedgersQuery } from "@/lib/contracts/queries";
import type { Ledger } from "@/lib/contracts/shapes";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeLedger } from "@/lib/services/ledgers/describe-ledger";
import { readBooks } from "@/lib/services/read";
import { listLedgerOverviews } from "@/lib/store/ledgers-read";

const Place = z.object({ ledgerId: z.string() });

/** Ledgers of the firm with the state of both topics, in the order of Vipps MobilePay's ids. Throws: forbidden, invalid_input (cursor). */
export async function listLedgers(ctx: ServiceContext, query: LedgersQuery): Promise<Page<Ledger>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx, moment) => {
    const rows = await listLedgerOverviews(
      tx,
      {
        status: query.status,
        merchant: query.merchantId as MerchantId | undefined,
        after: after?.ledgerId,
        limit: query.limit,
      },
      moment,
    );
    const page = toPage(rows, query.limit, ({ ledgerId }) => encodeCursor({ ledgerId }));
    return { items: page.items.map(describeLedger), nextCursor: page.nextCursor };
  });
}
