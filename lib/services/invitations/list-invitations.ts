import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { Invitation, InvitationsQuery, MerchantPeopleInput } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { PeoplePlace } from "@/lib/services/members/list-members";
import { requireMerchant } from "@/lib/services/members/merchant-people";
import { listInvitationRows } from "@/lib/store/invitations";
import { listMerchantNames } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";

/** Invitations of the firm that nobody has accepted yet, expired ones too. Throws: forbidden, invalid_input (cursor). */
export async function listInvitations(
  ctx: ServiceContext,
  query: InvitationsQuery,
): Promise<Page<Invitation>> {
  requirePermission(ctx, "member.read");
  return list(ctx, undefined, query);
}

/** Those of one merchant. Throws: forbidden, not_found, invalid_input (cursor). */
export async function listMerchantInvitations(
  ctx: ServiceContext,
  { id, ...query }: MerchantPeopleInput,
): Promise<Page<Invitation>> {
  requirePermission(ctx, "merchant.invite");
  return list(ctx, parseId<"merchant">(id), query);
}

async function list(
  ctx: ServiceContext,
  merchant: MerchantId | undefined,
  query: InvitationsQuery,
): Promise<Page<Invitation>> {
  const after = decodeCursor(query.cursor, PeoplePlace);
  return withTenant(ctx.database, ctx, async (tx) => {
    if (merchant !== undefined) await requireMerchant(tx, merchant);
    const rows = await listInvitationRows(tx, { merchant, after, limit: query.limit });
    const page = toPage(rows, query.limit, (row) => encodeCursor({ at: row.createdAt, id: row.id }));
    const names = await listMerchantNames(tx, [
      ...new Set(page.items.flatMap((row) => row.merchantIds ?? [])),
    ]);
    const nowMs = ctx.clock.nowMs();
    return {
      items: page.items.map((row) => ({
        id: row.id,
        email: row.email,
        role: row.role,
        merchants:
          row.merchantIds === undefined ? null : names.filter(({ id }) => row.merchantIds?.includes(id)),
        invitedBy: row.invitedBy,
        invitedAt: row.createdAt,
        expiresAt: row.expiresAt,
        isExpired: Date.parse(row.expiresAt) <= nowMs,
      })),
      nextCursor: page.nextCursor,
    };
  });
}
