import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { isEmailAddress } from "@/lib/domain/access/email";
import type { MerchantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import { hashPassword } from "@/lib/platform/password";
import { systemContext } from "@/lib/services/context";
import type { Actor, Services } from "@/lib/services/context";
import { placeText } from "@/lib/services/members/acting-user";
import { refusalOfPassword } from "@/lib/services/identity/check-password";
import { refuse } from "@/lib/services/identity/refuse";
import { getTenantBySlug } from "@/lib/services/tenants/create-tenant";
import { recordAudit } from "@/lib/store/audit";
import { insertMember } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

export type UserInput = Readonly<{
  email: string;
  tenantSlug: string;
  role: Role;
  /** The merchants that an accountant is limited to, or that a merchant's person sees. */
  merchantIds?: readonly MerchantId[];
  /** What colleagues see; the e-mail's first part when it is not given. */
  name?: string | undefined;
  password: string;
}>;

/**
 * Makes a person a member of a firm, audited. Somebody who is known by e-mail keeps their password and gets the
 * role in this firm. `admin` has a database connection of the migration role, `services` one of the run-time role.
 * Throws: invalid_input, not_found (the firm), conflict (the last owner would be none any more).
 */
export async function createUser(
  { admin, services, actor }: Readonly<{ admin: Services; services: Services; actor: Actor }>,
  input: UserInput,
): Promise<Readonly<{ id: UserId; email: string; isNew: boolean }>> {
  const email = checkedEmail(input.email);
  const tenant = await getTenantBySlug(services, input.tenantSlug);
  const refusal = refusalOfPassword(input.password, { email, name: input.name, firmNames: [tenant.name] });
  // No form, no field: the sentence is all.
  if (refusal !== undefined) throw new AppError("invalid_input", refuse(refusal).message);
  const passwordHash = await hashPassword(input.password);
  const made = await withSystem(admin.database, (tx) =>
    insertMember(tx, {
      userId: newId<"user">(services.clock.nowMs()),
      tenantId: tenant.id,
      email,
      name: input.name?.trim() ?? email.slice(0, email.indexOf("@")),
      passwordHash,
      role: input.role,
      merchantIds: input.merchantIds,
    }),
  );
  const ctx = { ...systemContext(services, tenant.id, "operator"), actor };
  const subject = { subjectType: "user", subjectId: made.userId } as const;
  await withTenant(services.database, ctx, (tx) =>
    recordAudit(
      tx,
      ctx,
      made.before === undefined
        ? { action: "member.added", ...subject, after: placeText(input) }
        : { action: "member.changed", ...subject, before: { role: made.before }, after: placeText(input) },
    ),
  );
  return { id: made.userId, email, isNew: made.isNew };
}

/** An address as people are known by. Throws: invalid_input. */
export function checkedEmail(text: string): string {
  const email = text.trim().toLowerCase();
  if (!isEmailAddress(email)) throw new AppError("invalid_input", `"${text}" is not an e-mail address`);
  return email;
}
