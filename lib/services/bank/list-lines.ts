import { z } from "zod";

import type { BankLine, BankLinesQuery } from "@/lib/contracts/bank";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import { describeLine } from "@/lib/services/bank/describe-line";
import { accountById } from "@/lib/services/bank/list-accounts";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { listLines } from "@/lib/store/bank-lines";

const Place = z.object({ bookingDate: LedgerDateWire, id: IdWire });

/** Lines of an account, newest first. Throws: forbidden, not_found, invalid_input (cursor). */
export async function listBankLines(ctx: ServiceContext, query: BankLinesQuery): Promise<Page<BankLine>> {
  const after = decodeCursor(query.cursor, Place);
  const rows = await readBooks(ctx, async (tx) => {
    const { id } = await accountById(tx, query.id);
    const { kind, from, to, amount } = query;
    return listLines(tx, { account: id, kind, from, to, amount, after, limit: query.limit + 1 });
  });
  const page = toPage(rows, query.limit, ({ bookingDate, id }) => encodeCursor({ bookingDate, id }));
  return { items: page.items.map(describeLine), nextCursor: page.nextCursor };
}
