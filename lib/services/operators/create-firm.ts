import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isEmailAddress } from "@/lib/domain/access/email";
import type { MailLanguage } from "@/lib/domain/access/language";
import { slugProblem } from "@/lib/domain/access/slug";
import { systemContext } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { INVITATION_MS, newLink } from "@/lib/services/invitations/invitation-link";
import { postInvitation } from "@/lib/services/invitations/post-invitation";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { firmNameOf } from "@/lib/services/tenants/create-tenant";
import { recordAudit } from "@/lib/store/audit";
import { insertFirm } from "@/lib/store/operator-acts";
import { withTenant } from "@/lib/store/tenant";

export type FirmInput = Readonly<{
  name: string;
  slug: string;
  ownerEmail: string;
  /** Of the letter to somebody who is new here. */
  language?: MailLanguage;
}>;

/**
 * A new firm with its first owner, audited in the firm and in the operators' log. Who signs in here already is told
 * by mail; who is new gets a link that makes them the owner. Never an operator: they see no firm's books. Throws:
 * not_found (no operator), invalid_input, conflict (slug).
 */
export async function createFirm(
  ctx: OperatorContext,
  input: FirmInput,
): Promise<Readonly<{ slug: string; name: string }>> {
  const { name, slug } = checkedName(input);
  const email = input.ownerEmail.trim().toLowerCase();
  if (!isEmailAddress(email)) throw wrongField("ownerEmail", "must be an e-mail address");
  const nowMs = ctx.clock.nowMs();
  const link = newLink();
  const invitation = {
    id: newId<"invitation">(nowMs),
    language: input.language ?? "en",
    hash: link.hash,
    expiresAtMs: nowMs + INVITATION_MS,
  };
  const at: ServiceContext = {
    ...systemContext(ctx, newId<"tenant">(nowMs), "operator"),
    actor: { kind: "operator", ...ctx.person },
  };
  await withTenant(ctx.database, at, async (tx) => {
    const { outcome, owner } = await insertFirm(tx, actOf(ctx), {
      slug,
      name,
      ownerEmail: email,
      invitation,
    });
    if (outcome === "operator")
      throw wrongField("ownerEmail", "must not be an operator's: they see no books");
    if (outcome === "slug-taken")
      throw new AppError("conflict", `there is a firm with the slug "${slug}" already`);
    await recordAudit(tx, at, {
      action: "firm.created",
      subjectType: "firm",
      subjectId: at.tenantId,
      after: { slug, name },
    });
    if (owner === undefined) {
      const { id, language } = invitation;
      await recordAudit(tx, at, {
        action: "invitation.sent",
        subjectType: "invitation",
        subjectId: id,
        after: { role: "owner" },
      });
      await postInvitation(tx, at, {
        email,
        role: "owner",
        merchantIds: undefined,
        language,
        token: link.token,
      });
      return;
    }
    await recordAudit(tx, at, {
      action: "member.added",
      subjectType: "user",
      subjectId: owner.id,
      after: { role: "owner" },
    });
    await postMail(tx, ctx, {
      to: email,
      language: owner.language,
      name: "firm-created",
      values: { firm: name, link: `${ctx.publicUrl}/${slug}` },
    });
  });
  await ringMail(ctx);
  return { slug, name };
}

/** The same rules as the command line's, told at the field that breaks them. */
function checkedName(input: FirmInput): Readonly<{ name: string; slug: string }> {
  const slug = input.slug.trim();
  const problem = slugProblem(slug);
  if (problem === "malformed")
    throw wrongField("slug", "must be 2 to 63 small letters, digits and hyphens, as in nordfjord-regnskap");
  if (problem === "reserved") throw wrongField("slug", "is an address of the product's own; choose another");
  if (input.name.trim() === "" || input.name.trim().length > 200)
    throw wrongField("name", "must have 1 to 200 characters");
  return firmNameOf({ name: input.name, slug });
}

function wrongField(field: string, message: string): AppError {
  return new AppError("invalid_input", "the firm was not made", { fields: [{ field, message }] });
}
