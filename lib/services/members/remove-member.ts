import { parseId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import { DONE } from "@/lib/contracts/members";
import type { Done } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { releaseIssues } from "@/lib/services/issues/release-issues";
import { actingUser, placeText } from "@/lib/services/members/acting-user";
import { recordAudit } from "@/lib/store/audit";
import { deleteMemberRow } from "@/lib/store/members";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";
import { listTokensOfMaker, revokeTokenRow } from "@/lib/store/tokens";

/**
 * Ends somebody's membership, a merchant's person's too. Their sessions in this firm end with it: the next request
 * finds no membership. Issues that they looked after are nobody's. API tokens belong to the firm: those that they made
 * end as well when `revokeTokens` says so. Throws: forbidden, not_found, conflict (the last owner).
 */
export async function removeMember(
  ctx: ServiceContext,
  input: Readonly<{ id: string; revokeTokens?: boolean }>,
): Promise<Done> {
  requirePermission(ctx, "member.manage");
  const userId = parseId<"user">(input.id);
  await withTenant(ctx.database, ctx, async (tx) => {
    const before = await deleteMemberRow(tx, actingUser(ctx), userId);
    await recordAudit(tx, ctx, {
      action: "member.removed",
      subjectType: "user",
      subjectId: userId,
      before: placeText(before),
    });
    await releaseIssues(tx, ctx, userId);
    if (input.revokeTokens === true) await revokeTokensOf(tx, ctx, userId);
  });
  return DONE;
}

async function revokeTokensOf(tx: TenantTx, ctx: ServiceContext, maker: UserId): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  for (const { id, name } of await listTokensOfMaker(tx, maker, nowMs)) {
    if (!(await revokeTokenRow(tx, id, nowMs))) continue;
    await recordAudit(tx, ctx, {
      action: "token.revoked",
      subjectType: "token",
      subjectId: id,
      before: { name },
    });
  }
}
