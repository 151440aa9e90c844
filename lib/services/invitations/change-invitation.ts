import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { DONE } from "@/lib/contracts/members";
import type { Done } from "@/lib/contracts/members";
import { can } from "@/lib/domain/access/permissions";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { INVITATION_MS, newLink } from "@/lib/services/invitations/invitation-link";
import { postInvitation } from "@/lib/services/invitations/post-invitation";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { placeText } from "@/lib/services/members/acting-user";
import { recordAudit } from "@/lib/store/audit";
import { renewInvitation, withdrawInvitationRow } from "@/lib/store/invitations";
import { withTenant } from "@/lib/store/tenant";

const SENT_MAX = 6;

/** Whether the caller may touch invitations of the firm's own people, too. */
function mayTouchAll(ctx: ServiceContext): boolean {
  return can(ctx.role, "member.manage", ctx.scope.kind === "limited");
}

/**
 * Sends the letter again with a new link; the old one stops working, and seven days begin anew. Who may only invite
 * merchants' people finds only theirs. Throws: forbidden, not_found, rate_limited.
 */
export async function resendInvitation(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Done> {
  requirePermission(ctx, "merchant.invite");
  const id = parseId<"invitation">(input.id);
  const nowMs = ctx.clock.nowMs();
  const link = newLink();
  await withTenant(ctx.database, ctx, async (tx) => {
    const renewed = await renewInvitation(tx, {
      id,
      allRoles: mayTouchAll(ctx),
      hash: link.hash,
      nowMs,
      expiresAtMs: nowMs + INVITATION_MS,
      mostSent: SENT_MAX,
    });
    if (renewed.outcome === "not-found") throw new AppError("not_found", "there is no such invitation");
    if (renewed.outcome === "too-many") {
      throw new AppError(
        "rate_limited",
        "this invitation was sent often enough; withdraw it and check the address",
      );
    }
    await postInvitation(tx, ctx, { ...renewed, token: link.token });
    await recordAudit(tx, ctx, {
      action: "invitation.resent",
      subjectType: "invitation",
      subjectId: id,
      after: placeText(renewed),
    });
  });
  await ringMail(ctx);
  return DONE;
}

/** Withdraws an invitation: its link stops working. Throws: forbidden, not_found. */
export async function withdrawInvitation(
  ctx: ServiceContext,
  input: Readonly<{ id: string }>,
): Promise<Done> {
  requirePermission(ctx, "merchant.invite");
  const id = parseId<"invitation">(input.id);
  await withTenant(ctx.database, ctx, async (tx) => {
    const before = await withdrawInvitationRow(tx, {
      id,
      allRoles: mayTouchAll(ctx),
      nowMs: ctx.clock.nowMs(),
    });
    if (before === undefined) throw new AppError("not_found", "there is no such invitation");
    await recordAudit(tx, ctx, {
      action: "invitation.withdrawn",
      subjectType: "invitation",
      subjectId: id,
      before: placeText(before),
    });
  });
  return DONE;
}
