import type { MerchantId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Role } from "@/lib/domain/access/permissions";
import type { ServiceContext } from "@/lib/services/context";
import { INVITATION_DAYS } from "@/lib/services/invitations/invitation-link";
import { postMail } from "@/lib/services/mail/post-mail";
import { listMerchantNames } from "@/lib/store/merchants";
import { findTenantName } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Posts the letter with the link. It names the firm, who invites, and for a merchant's person the company. */
export async function postInvitation(
  tx: TenantTx,
  ctx: ServiceContext,
  invitation: Readonly<{
    email: string;
    role: Role;
    merchantIds: readonly MerchantId[] | undefined;
    language: MailLanguage;
    token: string;
  }>,
): Promise<void> {
  const isMerchant = invitation.role === "merchant";
  const companies = isMerchant ? await listMerchantNames(tx, invitation.merchantIds ?? []) : [];
  await postMail(tx, ctx, {
    to: invitation.email,
    language: invitation.language,
    name: isMerchant ? "invitation-merchant" : "invitation",
    values: {
      firm: await findTenantName(tx),
      inviter: ctx.actor.name,
      days: String(INVITATION_DAYS),
      link: `${ctx.publicUrl}/invitation/${invitation.token}`,
      ...(isMerchant && { company: companies.map(({ name }) => name).join(", ") }),
    },
  });
}
