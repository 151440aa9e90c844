import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { InboxItem, InboxQuery } from "@/lib/contracts/operators";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { listInbox as listRows } from "@/lib/store/operators";
import type { InboxLedger, SeenListing } from "@/lib/store/operators";
import { withSystem } from "@/lib/store/system";

const Place = z.object({
  a: z.union([z.literal(0), z.literal(1)]),
  s: z.iso.datetime({ precision: 6 }),
  l: z.string(),
  c: z.uuid(),
});

/**
 * Ledgers that the installation's keys open: what waits for a firm first, the oldest first. Throws: not_found (no
 * operator), invalid_input (cursor).
 */
export async function listInbox(ctx: OperatorContext, query: InboxQuery): Promise<Page<InboxItem>> {
  const place = decodeCursor(query.cursor, Place);
  const rows = await withSystem(ctx.database, (tx) =>
    listRows(tx, actOf(ctx), {
      state: query.state,
      search: query.search,
      after: place && {
        isAssigned: place.a === 1,
        firstSeen: place.s,
        ledgerId: place.l,
        credentialId: place.c,
      },
      limit: query.limit + 1,
    }),
  );
  const page = toPage(rows, query.limit, (last) =>
    encodeCursor({
      a: last.firm === undefined ? 0 : 1,
      s: last.firstSeen,
      l: last.ledgerId,
      c: last.credentialId,
    }),
  );
  return { items: page.items.map(describe), nextCursor: page.nextCursor };
}

function describe(row: InboxLedger): InboxItem {
  return {
    ...describeGranted(row.ledgerId, row.listing),
    credentialId: row.credentialId,
    firstSeen: row.firstSeen,
    lastSeen: row.lastSeen,
    missingSince: row.missingSince ?? null,
    firm: row.firm ?? null,
    isTakenIn: row.isTakenIn,
    proposed: row.proposed ?? null,
  };
}

/** What a listing says of a ledger, as operators see it: not where the money goes. */
export function describeGranted(
  ledgerId: string,
  listing: SeenListing,
): Pick<InboxItem, "ledgerId" | "currency" | "owner" | "salesUnits"> {
  return {
    ledgerId,
    currency: listing.currency,
    owner: { scheme: listing.owner.scheme, id: listing.owner.id },
    salesUnits: listing.salesUnits.map(({ name, recipientHandle }) => ({ name, recipientHandle })),
  };
}
