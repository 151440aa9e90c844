import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { DONE } from "@/lib/contracts/members";
import type { Done, InviteInput, InvitePersonInput } from "@/lib/contracts/members";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { InvitedRole } from "@/lib/domain/access/permissions";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { INVITATION_MS, newLink } from "@/lib/services/invitations/invitation-link";
import { postInvitation } from "@/lib/services/invitations/post-invitation";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { placeText } from "@/lib/services/members/acting-user";
import { limitOf } from "@/lib/services/members/change-member";
import { requireMerchant } from "@/lib/services/members/merchant-people";
import { recordAudit } from "@/lib/store/audit";
import { insertInvitation } from "@/lib/store/invitations";
import type { InviteOutcome } from "@/lib/store/invitations";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Letters go to whomever a member names: so many an hour, and not more. */
const AN_HOUR_MAX = 100;

/**
 * Invites somebody to the firm by mail. Whether the e-mail has an account is not said. Throws: forbidden,
 * invalid_input, conflict (a member already), rate_limited.
 */
export async function inviteMember(ctx: ServiceContext, input: InviteInput): Promise<Done> {
  requirePermission(ctx, "member.manage");
  const merchantIds = limitOf(input);
  await withTenant(ctx.database, ctx, (tx) => invite(tx, ctx, { ...input, merchantIds }));
  await ringMail(ctx);
  return DONE;
}

/**
 * Invites one of a merchant's people. Somebody who is at another of the firm's merchants will see both.
 * Throws: forbidden, not_found, conflict, rate_limited.
 */
export async function inviteMerchantPerson(ctx: ServiceContext, input: InvitePersonInput): Promise<Done> {
  requirePermission(ctx, "merchant.invite");
  const merchant = parseId<"merchant">(input.id);
  await withTenant(ctx.database, ctx, async (tx) => {
    await requireMerchant(tx, merchant);
    await invite(tx, ctx, {
      email: input.email,
      language: input.language,
      role: "merchant",
      merchantIds: [merchant],
    });
  });
  await ringMail(ctx);
  return DONE;
}

type Wanted = Readonly<{
  email: string;
  role: InvitedRole;
  merchantIds: readonly MerchantId[] | undefined;
  language: MailLanguage;
}>;

async function invite(tx: TenantTx, ctx: ServiceContext, wanted: Wanted): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  const id = newId<"invitation">(nowMs);
  const link = newLink();
  const outcome = await insertInvitation(tx, {
    ...wanted,
    id,
    hash: link.hash,
    invitedBy: ctx.actor.name,
    invitedById: ctx.actor.kind === "user" ? ctx.actor.id : undefined,
    nowMs,
    expiresAtMs: nowMs + INVITATION_MS,
    mostLately: AN_HOUR_MAX,
  });
  refuse(outcome);
  await postInvitation(tx, ctx, { ...wanted, token: link.token });
  await recordAudit(tx, ctx, {
    action: "invitation.sent",
    subjectType: "invitation",
    subjectId: id,
    after: placeText(wanted),
  });
}

function refuse(outcome: InviteOutcome): void {
  if (outcome === "member")
    throw new AppError("conflict", "this person belongs to the firm already; look among the members");
  if (outcome === "no-merchant") {
    throw new AppError("invalid_input", "a merchant of the limit is not the firm's", {
      fields: [{ field: "merchantIds", message: "must be merchants of the firm" }],
    });
  }
  if (outcome === "too-many") {
    throw new AppError("rate_limited", "so many invitations were sent in the last hour; try again later", {
      retryAfterMs: 15 * 60_000,
    });
  }
}
