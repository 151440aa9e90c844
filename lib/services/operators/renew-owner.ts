import { AppError } from "@/lib/core/errors";
import { INVITATION_MS, newLink } from "@/lib/services/invitations/invitation-link";
import { postInvitation } from "@/lib/services/invitations/post-invitation";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { actOf, contextOfFirm } from "@/lib/services/operators/context";
import type { Firm, OperatorContext } from "@/lib/services/operators/context";
import { recordAudit } from "@/lib/store/audit";
import { renewOwner as renewRow } from "@/lib/store/operator-acts";
import { withTenant } from "@/lib/store/tenant";

const SENT_MAX = 6;

/**
 * Sends the first owner of a firm, who has not come yet, another link: to the same mailbox, since a new one would be
 * another owner. The old link stops working. Throws: not_found (no operator, no firm), conflict (nobody is waited
 * for), rate_limited.
 */
export async function renewOwner(ctx: OperatorContext, input: Readonly<{ firm: string }>): Promise<Firm> {
  const { firm, at } = await contextOfFirm(ctx, input.firm);
  const link = newLink();
  const expiresAtMs = ctx.clock.nowMs() + INVITATION_MS;
  await withTenant(ctx.database, at, async (tx) => {
    const renewed = await renewRow(tx, actOf(ctx), { hash: link.hash, expiresAtMs, mostSent: SENT_MAX });
    if (renewed === "none") throw new AppError("conflict", "this firm waits for no first owner");
    if (renewed === "too-many")
      throw new AppError("rate_limited", "this letter was sent often enough; check the address");
    const { id, email, language } = renewed;
    await postInvitation(tx, at, {
      email,
      role: "owner",
      merchantIds: undefined,
      language,
      token: link.token,
    });
    await recordAudit(tx, at, {
      action: "invitation.resent",
      subjectType: "invitation",
      subjectId: id,
      after: { role: "owner" },
    });
  });
  await ringMail(ctx);
  return firm;
}
