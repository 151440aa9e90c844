import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { ApiToken } from "@/lib/contracts/settings";
import { IdWire } from "@/lib/contracts/wire";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { describeTokens } from "@/lib/services/tokens/describe-tokens";
import { withTenant } from "@/lib/store/tenant";
import { listTokenRows } from "@/lib/store/tokens";

const Place = z.object({ at: z.iso.datetime(), id: IdWire });

/** The firm's API tokens, newest first, those that have ended as well. Throws: forbidden, invalid_input (cursor). */
export async function listTokens(
  ctx: ServiceContext,
  query: Readonly<{ limit: number; cursor?: string | undefined }>,
): Promise<Page<ApiToken>> {
  requirePermission(ctx, "token.read");
  const after = decodeCursor(query.cursor, Place);
  return withTenant(ctx.database, ctx, async (tx) => {
    const rows = await listTokenRows(tx, { after, limit: query.limit });
    const page = toPage(rows, query.limit, (row) => encodeCursor({ at: row.createdAt, id: row.id }));
    return {
      items: await describeTokens(tx, page.items, ctx.clock.nowMs()),
      nextCursor: page.nextCursor,
    };
  });
}
