import { z } from "zod";

import { parseId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { OpenedLedger, OpenedLedgersQuery } from "@/lib/contracts/settings";
import { proposeMerchantName } from "@/lib/domain/merchant/proposal";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { findOwnKeys } from "@/lib/services/keys/own-keys";
import { listOpenings } from "@/lib/store/credentials";
import type { Opening } from "@/lib/store/credentials";
import { withTenant } from "@/lib/store/tenant";

const Place = z.object({ ledgerId: z.string() });

/** The ledgers that keys of the firm open, by ledgerId. Throws: forbidden, not_found, invalid_input (cursor). */
export async function listOpenedLedgers(
  ctx: ServiceContext,
  query: OpenedLedgersQuery,
): Promise<Page<OpenedLedger>> {
  requirePermission(ctx, "keys.read");
  const credentialId = parseId<"credential">(query.id);
  const after = decodeCursor(query.cursor, Place);
  return withTenant(
    ctx.database,
    ctx,
    async (tx) => {
      await findOwnKeys(tx, credentialId);
      const rows = await listOpenings(tx, {
        credentialId,
        isAlone: query.alone === "true",
        after: after?.ledgerId,
        limit: query.limit + 1,
      });
      const page = toPage(rows, query.limit, ({ ledgerId }) => encodeCursor({ ledgerId }));
      return { items: page.items.map(describeOpening), nextCursor: page.nextCursor };
    },
    { snapshot: true },
  );
}

export function describeOpening(opening: Opening): OpenedLedger {
  return {
    ledgerId: opening.ledgerId,
    ledgerUid: opening.ledger ?? null,
    status: opening.status ?? null,
    name: proposeMerchantName(opening.listing.owner, opening.listing.salesUnits),
    merchantName: opening.merchantName ?? null,
    isOpenedByOthers: opening.other !== undefined,
  };
}
