import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { FirmItem, FirmsQuery } from "@/lib/contracts/operators";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { listFirms as listRows } from "@/lib/store/operators";
import { withSystem } from "@/lib/store/system";

const Place = z.object({ slug: z.string() });

/** Firms and how many ledgers each has; nothing of their books. Throws: not_found (no operator), invalid_input (cursor). */
export async function listFirms(ctx: OperatorContext, query: FirmsQuery): Promise<Page<FirmItem>> {
  const place = decodeCursor(query.cursor, Place);
  const rows = await withSystem(ctx.database, (tx) =>
    listRows(tx, actOf(ctx), { search: query.search, after: place?.slug, limit: query.limit + 1 }),
  );
  const page = toPage(rows, query.limit, ({ slug }) => encodeCursor({ slug }));
  return {
    ...page,
    items: page.items.map(({ ownerLinkEnds, ...row }) => ({ ...row, ownerLinkEnds: ownerLinkEnds ?? null })),
  };
}
