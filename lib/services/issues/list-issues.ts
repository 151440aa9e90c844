import { z } from "zod";

import type { MerchantId, UserId } from "@/lib/core/ids";
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
  const nowMs = ctx.clock.nowMs();
  const assigned = query.assigned === "me" ? personOf(ctx) : query.assigned;
  return readBooks(ctx, async (tx) => {
    // A program looks after nothing.
    if (query.assigned === "me" && assigned === undefined) return { items: [], nextCursor: undefined };
    const rows = await listIssueRows(tx, {
      state: query.state,
      merchant: query.merchantId as MerchantId | undefined,
      kind: query.kind,
      severities: query.severity && [query.severity],
      assigned: assigned as UserId | "nobody" | undefined,
      snoozed: query.snoozed && { isSnoozed: query.snoozed === "yes", nowMs },
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => encodeCursor(placeOf(row)));
    return { items: page.items.map((row) => describeIssue(row, nowMs)), nextCursor: page.nextCursor };
  });
}

/** The person who asks; undefined: a program, or nobody. */
export function personOf(ctx: ServiceContext): UserId | undefined {
  return ctx.actor.kind === "user" ? (ctx.actor.id as UserId) : undefined;
}
