import { z } from "zod";

import type { BankFile, BankFilesQuery } from "@/lib/contracts/bank";
import { IdWire } from "@/lib/contracts/wire";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import { describeFile } from "@/lib/services/bank/describe-bank";
import { withStandingFindings } from "@/lib/services/bank/standing-findings";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { readBooks } from "@/lib/services/read";
import { listFiles } from "@/lib/store/bank-files";

const Place = z.object({ importedAt: z.iso.datetime({ precision: 6 }), id: IdWire });

/** Files that were taken in, newest first; whoever sees some merchants only sees none. Throws: forbidden, invalid_input (cursor). */
export async function listBankFiles(ctx: ServiceContext, query: BankFilesQuery): Promise<Page<BankFile>> {
  const after = decodeCursor(query.cursor, Place);
  const rows = await readBooks(ctx, async (tx) =>
    withStandingFindings(
      tx,
      await listFiles(tx, { account: query.accountId, after, limit: query.limit + 1 }),
    ),
  );
  const page = toPage(rows, query.limit, ({ importedAt, id }) => encodeCursor({ importedAt, id }));
  return { items: page.items.map(describeFile), nextCursor: page.nextCursor };
}
