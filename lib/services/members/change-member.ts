import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { ChangeMemberInput, Member } from "@/lib/contracts/members";
import { can } from "@/lib/domain/access/permissions";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { releaseIssues } from "@/lib/services/issues/release-issues";
import { actingUser, placeText } from "@/lib/services/members/acting-user";
import { getMember } from "@/lib/services/members/list-members";
import { recordAudit } from "@/lib/store/audit";
import { changeMemberRow } from "@/lib/store/members";
import { withTenant } from "@/lib/store/tenant";

/** An accountant may be limited to some merchants; nobody else of the firm. Throws: invalid_input. */
export function limitOf(
  input: Readonly<{ role: string; merchantIds: readonly string[] | null }>,
): readonly MerchantId[] | undefined {
  if (input.merchantIds === null) return undefined;
  if (input.role !== "accountant" && input.role !== "merchant") {
    throw new AppError("invalid_input", "only an accountant can be limited to some merchants", {
      fields: [{ field: "merchantIds", message: "must be null for this role" }],
    });
  }
  return [...new Set(input.merchantIds)] as MerchantId[];
}

/**
 * Gives a member another role, or an accountant another limit; from the person's next request on. Issues that they
 * looked after and now do not see, or may not end, are nobody's. An owner is changed by an owner only, and the last one
 * by nobody. Throws: forbidden, not_found, conflict, invalid_input.
 */
export async function changeMember(ctx: ServiceContext, input: ChangeMemberInput): Promise<Member> {
  requirePermission(ctx, "member.manage");
  const userId = parseId<"user">(input.id);
  const merchantIds = limitOf(input);
  await withTenant(ctx.database, ctx, async (tx) => {
    const before = await changeMemberRow(tx, {
      acting: actingUser(ctx),
      userId,
      role: input.role,
      merchantIds,
    });
    await recordAudit(tx, ctx, {
      action: "member.changed",
      subjectType: "user",
      subjectId: userId,
      before: placeText(before),
      after: placeText({ role: input.role, merchantIds }),
    });
    if (!can(input.role, "issue.acknowledge")) await releaseIssues(tx, ctx, userId);
    else if (merchantIds !== undefined) await releaseIssues(tx, ctx, userId, merchantIds);
  });
  return getMember(ctx, input);
}
