import type { MerchantId, TenantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { SystemTx } from "@/lib/store/system";
import type { Scope } from "@/lib/store/tenant";

/** Who people are: through the installation's functions, which hand out one row for one question. */

export type SignIn = Readonly<{
  userId: UserId;
  name: string;
  passwordHash: string | undefined;
  hasSecondFactor: boolean;
}>;

/** The person who signs in with this e-mail. */
export async function findSignIn(tx: SystemTx, email: string): Promise<SignIn | undefined> {
  const rows = await tx.query<{
    user_id: UserId;
    name: string;
    password_hash: string | null;
    has_second_factor: boolean;
  }>("select * from installation.find_sign_in($1)", [email]);
  return (
    rows[0] && {
      userId: rows[0].user_id,
      name: rows[0].name,
      passwordHash: rows[0].password_hash ?? undefined,
      hasSecondFactor: rows[0].has_second_factor,
    }
  );
}

/** For somebody without a second factor: the database refuses it for others. False: the password was changed meanwhile. */
export async function openSession(
  tx: SystemTx,
  session: Readonly<{
    id: string;
    userId: UserId;
    openedAtMs: number;
    expiresAtMs: number;
    device: string;
    address: string;
    /** The hash that the password was verified with; absent: somebody else vouches for the person. */
    verifiedHash?: string | undefined;
  }>,
): Promise<boolean> {
  const rows = await tx.query<{ opened: boolean }>(
    "select installation.open_session($1, $2, $7, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), $5, $6) as opened",
    [
      session.id,
      session.userId,
      session.openedAtMs,
      session.expiresAtMs,
      session.device,
      session.address,
      session.verifiedHash ?? null,
    ],
  );
  return rows[0]?.opened ?? false;
}

/** A person's place in a firm; `scope` is what of its books they see. */
export type Membership = Readonly<{
  tenantId: TenantId;
  slug: string;
  tenantName: string;
  role: Role;
  scope: Scope;
}>;

/** A session that holds, and the firms its person belongs to. */
export type Session = Readonly<{
  userId: UserId;
  name: string;
  email: string;
  language: MailLanguage;
  isOperator: boolean;
  memberships: readonly Membership[];
}>;

/** The session, unless it is unknown, closed or expired. */
export async function findSession(tx: SystemTx, id: string, nowMs: number): Promise<Session | undefined> {
  const rows = await tx.query<{
    user_id: UserId;
    name: string;
    email: string;
    language: MailLanguage;
    is_operator: boolean;
    tenant_id: TenantId | null;
    slug: string | null;
    tenant_name: string | null;
    role: Role | null;
    merchant_ids: MerchantId[] | null;
  }>("select * from installation.read_session($1, to_timestamp($2 / 1000.0))", [id, nowMs]);
  const first = rows[0];
  if (first === undefined) return undefined;
  return {
    userId: first.user_id,
    name: first.name,
    email: first.email,
    language: first.language,
    isOperator: first.is_operator,
    memberships: rows.flatMap((row) =>
      row.tenant_id === null || row.slug === null || row.tenant_name === null || row.role === null
        ? []
        : [
            {
              tenantId: row.tenant_id,
              slug: row.slug,
              tenantName: row.tenant_name,
              role: row.role,
              scope: scopeOf(row.merchant_ids),
            },
          ],
    ),
  };
}

/** Closes the sign-in that the session belongs to. */
export async function closeSession(tx: SystemTx, id: string, nowMs: number): Promise<void> {
  await tx.query("select installation.close_session($1, to_timestamp($2 / 1000.0))", [id, nowMs]);
}

/** No list of merchants is the whole firm. */
export function scopeOf(merchantIds: MerchantId[] | null): Scope {
  return merchantIds === null ? { kind: "firm" } : { kind: "limited", merchantIds };
}
