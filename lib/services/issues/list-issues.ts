import { z } from "zod";

import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { IssuesQuery } from "@/lib/contracts/queries";
import type { Issue } from "@/lib/contracts/shapes";
import { IdWire } from "@/lib/contracts/wire";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeIssue } from "@/lib/services/issues/describe-issue";
import { readBooks } from "@/lib/services/read";
import { listIssueRows, placeOf } from "@/lib/store/issues-read";

const Place = z.object({ gravity: z.int(), at: z.iso.datetime(), id: IdWire });

/**
 * What needs a person: open issues, the gravest first and then the oldest; resolved ones newest first.
 * Throws: forbidden, invalid_input (cursor).
 */
export async function listIssues(ctx: ServiceContext, query: IssuesQuery): Promise<Page<Issue>> {
  const after = decodeCursor(query.cursor, Place);
  return readBooks(ctx, async (tx) => {
    const rows = await listIssueRows(tx, {
      state: query.state,
      merchant: query.merchantId as MerchantId | undefined,
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => encodeCursor(placeOf(row)));
    return { items: page.items.map(describeIssue), nextCursor: page.nextCursor };
  });
}
