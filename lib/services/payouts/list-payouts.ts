import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { LedgerUid, MerchantId } from "@/lib/core/ids";
import type { Page } from "@/lib/core/page";
import type { PayoutsQuery } from "@/lib/contracts/queries";
import type { Payout } from "@/lib/contracts/shapes";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describePayout } from "@/lib/services/payouts/describe-payout";
import { statusRange } from "@/lib/services/payouts/status-range";
import { readBooks } from "@/lib/services/read";
import { listPayoutRows } from "@/lib/store/payouts-read";

const Place = z.object({ ledgerDate: LedgerDateWire, id: IdWire });

/** Payouts, newest ledger date first. `from` and `to` are ledger dates. Throws: forbidden, invalid_input (cursor). */
export async function listPayouts(ctx: ServiceContext, query: PayoutsQuery): Promise<Page<Payout>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx, moment) => {
    const status = query.status === undefined ? undefined : statusRange(query.status, moment);
    const rows = await listPayoutRows(tx, {
      status,
      merchant: query.merchantId as MerchantId | undefined,
      ledger: query.ledgerId as LedgerUid | undefined,
      from: query.from,
      to: query.to,
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, ({ ledgerDate, id }) => encodeCursor({ ledgerDate, id }));
    return { items: page.items.map((row) => describePayout(row, moment)), nextCursor: page.nextCursor };
  });
}
