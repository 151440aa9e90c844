import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { Member, MembersQuery } from "@/lib/contracts/members";
import { IdWire, InstantWire } from "@/lib/contracts/wire";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { findMemberRow, listMemberRows } from "@/lib/store/members";
import type { MemberRow } from "@/lib/store/members";
import { listMerchantNames } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** The place of a person or an invitation in its list. */
export const PeoplePlace = z.object({ at: InstantWire, id: IdWire });

/** The firm's own people, or its merchants', in the order in which they came. Throws: forbidden, invalid_input (cursor). */
export async function listMembers(ctx: ServiceContext, query: MembersQuery): Promise<Page<Member>> {
  requirePermission(ctx, "member.read");
  const after = decodeCursor(query.cursor, PeoplePlace);
  return withTenant(ctx.database, ctx, async (tx) => {
    const rows = await listMemberRows(tx, {
      ofMerchants: query.of === "merchants",
      after,
      limit: query.limit,
    });
    const page = toPage(rows, query.limit, (row) => encodeCursor({ at: row.createdAt, id: row.userId }));
    return { items: await describeMembers(tx, page.items), nextCursor: page.nextCursor };
  });
}

/** Throws: forbidden, not_found. */
export async function getMember(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Member> {
  requirePermission(ctx, "member.read");
  const id = parseId<"user">(input.id);
  return withTenant(ctx.database, ctx, async (tx) => {
    const row = await findMemberRow(tx, id);
    if (row === undefined) throw new AppError("not_found", "there is no such member");
    return present((await describeMembers(tx, [row]))[0], "the member described");
  });
}

async function describeMembers(tx: TenantTx, rows: readonly MemberRow[]): Promise<Member[]> {
  const wanted = [...new Set(rows.flatMap((row) => row.merchantIds ?? []))];
  const names = await listMerchantNames(tx, wanted);
  return rows.map((row) => {
    const limit = row.merchantIds === undefined ? undefined : new Set(row.merchantIds);
    return {
      id: row.userId,
      name: row.name,
      email: row.email,
      role: row.role,
      merchants: limit === undefined ? null : names.filter(({ id }) => limit.has(id)),
      since: row.createdAt,
      seenAt: row.seenAt ?? null,
    };
  });
}
