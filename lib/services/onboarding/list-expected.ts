import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { ExpectedGrant, ExpectedQuery } from "@/lib/contracts/onboarding";
import { IdWire } from "@/lib/contracts/wire";
import { searchWords } from "@/lib/domain/merchant/search-words";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeExpected } from "@/lib/services/onboarding/describe-expected";
import { listExpectedRows } from "@/lib/store/expected-grants";
import { withTenant } from "@/lib/store/tenant";

const Place = z.object({ at: z.iso.datetime(), id: IdWire });

/** Merchants whose grant is waited for, the longest waiting first; or those whose waiting has ended. Throws: forbidden, invalid_input (cursor). */
export async function listExpected(ctx: ServiceContext, query: ExpectedQuery): Promise<Page<ExpectedGrant>> {
  requirePermission(ctx, "grant.expect");
  const after = decodeCursor(query.cursor, Place);
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      const rows = await listExpectedRows(tx, {
        state: query.state,
        words: searchWords(query.search ?? ""),
        after,
        limit: query.limit,
      });
      const page = toPage(rows, query.limit, (row) => encodeCursor({ at: row.createdAt, id: row.id }));
      return { items: page.items.map(describeExpected), nextCursor: page.nextCursor };
    },
    { snapshot: true },
  );
}
