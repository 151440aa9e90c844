import { parseId } from "@/lib/core/ids";
import { DONE } from "@/lib/contracts/members";
import type { Done } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { actingUser, placeText } from "@/lib/services/members/acting-user";
import { recordAudit } from "@/lib/store/audit";
import { deleteMemberRow } from "@/lib/store/members";
import { withTenant } from "@/lib/store/tenant";

/**
 * Ends somebody's membership, a merchant's person's too. Their sessions in this firm end with it: the next request
 * finds no membership. Throws: forbidden, not_found, conflict (the last owner).
 */
export async function removeMember(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Done> {
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
  });
  return DONE;
}
