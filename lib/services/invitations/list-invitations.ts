import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import type { Invitation, InvitationsQuery } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { PeoplePlace } from "@/lib/services/members/list-members";
import { requireMerchant } from "@/lib/services/members/merchant-people";
import { listInvitationRows } from "@/lib/store/invitations";
import { listMerchantNames } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";

/**
 * Invitations that nobody has accepted yet, expired ones too: of the firm, or of one merchant.
 * Throws: forbidden, not_found (the merchant), invalid_input (cursor).
 */
export async function listInvitations(
  ctx: ServiceContext,
  query: InvitationsQuery,
): Promise<Page<Invitation>> {
  const merchant = query.merchantId as MerchantId | undefined;
  requirePermission(ctx, merchant === undefined ? "member.read" : "merchant.invite");
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
