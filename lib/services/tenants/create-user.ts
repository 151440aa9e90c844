import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { MerchantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import { hashPassword } from "@/lib/platform/password";
import { systemContext } from "@/lib/services/context";
import type { Actor, Services } from "@/lib/services/context";
import { placeText } from "@/lib/services/members/acting-user";
import { getTenantBySlug } from "@/lib/services/tenants/create-tenant";
import { recordAudit } from "@/lib/store/audit";
import { insertMember } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

const PASSWORD_MIN = 12;
const PASSWORD_MAX = 200;
const EMAIL = /^[^\s@]{1,64}@[^\s@]{1,190}\.[^\s@]{2,}$/;

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
 * Throws: invalid_input, not_found (the firm).
 */
export async function createUser(
  { admin, services, actor }: Readonly<{ admin: Services; services: Services; actor: Actor }>,
  input: UserInput,
): Promise<Readonly<{ id: UserId; email: string; isNew: boolean }>> {
  const email = input.email.trim().toLowerCase();
  if (!EMAIL.test(email)) throw new AppError("invalid_input", `"${input.email}" is not an e-mail address`);
  if (input.password.length < PASSWORD_MIN || input.password.length > PASSWORD_MAX) {
    throw new AppError(
      "invalid_input",
      `the password must have ${String(PASSWORD_MIN)} to ${String(PASSWORD_MAX)} characters; a few words in a row are easy to keep`,
    );
  }
  const tenant = await getTenantBySlug(services, input.tenantSlug);
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
  await withTenant(services.database, ctx, (tx) =>
    recordAudit(tx, ctx, {
      action: "member.added",
      subjectType: "user",
      subjectId: made.userId,
      after: placeText(input),
    }),
  );
  return { id: made.userId, email, isNew: made.isNew };
}
