import { z } from "zod";

import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { EventItem, EventsQuery } from "@/lib/contracts/operators";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { listOperatorEvents } from "@/lib/store/operators";
import { withSystem } from "@/lib/store/system";

const Place = z.object({ at: z.iso.datetime({ precision: 6 }), id: z.uuid() });

/** What was done to the installation, newest first. Throws: not_found (no operator), invalid_input (cursor). */
export async function listEvents(ctx: OperatorContext, query: EventsQuery): Promise<Page<EventItem>> {
  const rows = await withSystem(ctx.database, (tx) =>
    listOperatorEvents(tx, actOf(ctx), {
      after: decodeCursor(query.cursor, Place),
      limit: query.limit + 1,
    }),
  );
  const page = toPage(rows, query.limit, ({ at, id }) => encodeCursor({ at, id }));
  return {
    items: page.items.map((event) => ({
      ...event,
      firm: event.firm ?? null,
      before: event.before ?? null,
      after: event.after ?? null,
    })),
    nextCursor: page.nextCursor,
  };
}
