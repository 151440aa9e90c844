import { present } from "@/lib/core/invariant";
import type { MerchantId, TenantId, UserId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Role } from "@/lib/domain/access/permissions";
import type { MemberPlace } from "@/lib/store/members";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** Invitations, through the functions that guard them. A link is known by its SHA-256 only. */

export type NewInvitation = Readonly<{
  id: string;
  email: string;
  role: Role;
  merchantIds: readonly MerchantId[] | undefined;
  language: MailLanguage;
  hash: Uint8Array;
  invitedBy: string;
  /** The person, when one invites. */
  invitedById: string | undefined;
  nowMs: number;
  expiresAtMs: number;
  /** As many as a firm may send in an hour. */
  mostLately: number;
}>;

/** `member`: they have what they would be invited to, or another place in the firm. */
export type InviteOutcome = "invited" | "member" | "no-merchant" | "too-many";

/** Stores an invitation; one of the same kind to the same person is withdrawn. */
export async function insertInvitation(tx: TenantTx, invitation: NewInvitation): Promise<InviteOutcome> {
  const rows = await tx.query<{ outcome: InviteOutcome }>(
    `select installation.invite($1, $2, $3, $4::uuid[], $5, $6, $7, $11, to_timestamp($8 / 1000.0), to_timestamp($9 / 1000.0), $10) as outcome`,
    [
      invitation.id,
      invitation.email,
      invitation.role,
      invitation.merchantIds ?? null,
      invitation.language,
      invitation.hash,
      invitation.invitedBy,
      invitation.nowMs,
      invitation.expiresAtMs,
      invitation.mostLately,
      invitation.invitedById ?? null,
    ],
  );
  return present(rows[0], "the outcome").outcome;
}

/** An invitation that waits. */
export type InvitationRow = Readonly<{
  id: string;
  email: string;
  role: Role;
  merchantIds: readonly MerchantId[] | undefined;
  invitedBy: string;
  createdAt: string;
  expiresAt: string;
}>;

/** Those that wait: of the firm, or of one merchant; oldest first, one more than the limit. */
export async function listInvitationRows(
  tx: TenantTx,
  filter: Readonly<{ merchant: MerchantId | undefined; after: MemberPlace | undefined; limit: number }>,
): Promise<InvitationRow[]> {
  const rows = await tx.query<{
    id: string;
    email: string;
    role: Role;
    merchant_ids: MerchantId[] | null;
    invited_by: string;
    created_at: string;
    expires_at: string;
  }>("select * from installation.list_invitations($1, $2, $3, $4)", [
    filter.merchant ?? null,
    filter.after?.at ?? null,
    filter.after?.id ?? null,
    filter.limit + 1,
  ]);
  return rows.map((row) => ({
    id: row.id,
    email: row.email,
    role: row.role,
    merchantIds: row.merchant_ids ?? undefined,
    invitedBy: row.invited_by,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  }));
}

export type Renewed = Readonly<{
  outcome: "renewed" | "not-found" | "too-many";
  email: string;
  role: Role;
  merchantIds: readonly MerchantId[] | undefined;
  language: MailLanguage;
}>;

/** Gives an invitation that waits a new link. `allRoles` false: only those of merchants' people are found. */
export async function renewInvitation(
  tx: TenantTx,
  wanted: Readonly<{
    id: string;
    allRoles: boolean;
    hash: Uint8Array;
    nowMs: number;
    expiresAtMs: number;
    mostSent: number;
  }>,
): Promise<Renewed> {
  const rows = await tx.query<{
    outcome: Renewed["outcome"];
    email: string;
    role: Role;
    merchant_ids: MerchantId[] | null;
    language: MailLanguage;
  }>(
    `select * from installation.renew_invitation($1, $2, $3, to_timestamp($4 / 1000.0), to_timestamp($5 / 1000.0), $6)`,
    [wanted.id, wanted.allRoles, wanted.hash, wanted.nowMs, wanted.expiresAtMs, wanted.mostSent],
  );
  const { merchant_ids: merchantIds, ...row } = present(rows[0], "the outcome");
  return { ...row, merchantIds: merchantIds ?? undefined };
}

/** Withdraws an invitation that waits; undefined when there is none for the caller. */
export async function withdrawInvitationRow(
  tx: TenantTx,
  wanted: Readonly<{ id: string; allRoles: boolean; nowMs: number }>,
): Promise<Readonly<{ role: Role; merchantIds: readonly MerchantId[] | undefined }> | undefined> {
  const rows = await tx.query<{ role: Role; merchant_ids: MerchantId[] | null }>(
    "select * from installation.withdraw_invitation($1, $2, to_timestamp($3 / 1000.0))",
    [wanted.id, wanted.allRoles, wanted.nowMs],
  );
  return rows[0] && { role: rows[0].role, merchantIds: rows[0].merchant_ids ?? undefined };
}

/** What the holder of a link may know: as much as the letter said. */
export type OpenInvitation = Readonly<{
  tenantId: TenantId;
  tenantName: string;
  slug: string;
  email: string;
  role: Role;
  merchantIds: readonly MerchantId[] | undefined;
  invitedBy: string;
  language: MailLanguage;
  /** Somebody has an account with this e-mail. */
  isKnown: boolean;
}>;

/** The invitation of the link, unless it is unknown, used, withdrawn or expired. */
export async function findOpenInvitation(
  tx: SystemTx,
  hash: Uint8Array,
  nowMs: number,
): Promise<OpenInvitation | undefined> {
  const rows = await tx.query<{
    tenant_id: TenantId;
    tenant_name: string;
    slug: string;
    email: string;
    role: Role;
    merchant_ids: MerchantId[] | null;
    invited_by: string;
    language: MailLanguage;
    is_known: boolean;
  }>("select * from installation.open_invitation($1, to_timestamp($2 / 1000.0))", [hash, nowMs]);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    tenantId: row.tenant_id,
    tenantName: row.tenant_name,
    slug: row.slug,
    email: row.email,
    role: row.role,
    merchantIds: row.merchant_ids ?? undefined,
    invitedBy: row.invited_by,
    language: row.language,
    isKnown: row.is_known,
  };
}

/** `member`: they have another place in the firm already, which stays. `known`: the e-mail has an account by now. */
export type Admitted = Readonly<{
  outcome: "joined" | "member" | "gone" | "other-person" | "known";
  userId: UserId | undefined;
  userName: string;
  before: readonly MerchantId[] | undefined;
  after: readonly MerchantId[] | undefined;
}>;

/** Uses the link up for the person of the session, if the session is theirs. */
export async function acceptAsKnown(
  tx: TenantTx,
  given: Readonly<{ hash: Uint8Array; sessionId: string; nowMs: number }>,
): Promise<Admitted> {
  const rows = await tx.query<{
    outcome: Admitted["outcome"];
    user_id: UserId | null;
    user_name: string | null;
    old_merchants: MerchantId[] | null;
    new_merchants: MerchantId[] | null;
  }>("select * from installation.accept_invitation($1, $2, to_timestamp($3 / 1000.0))", [
    given.hash,
    given.sessionId,
    given.nowMs,
  ]);
  const row = present(rows[0], "the outcome");
  return {
    outcome: row.outcome,
    userId: row.user_id ?? undefined,
    userName: row.user_name ?? "",
    before: row.old_merchants ?? undefined,
    after: row.new_merchants ?? undefined,
  };
}

/** Uses the link up for somebody new. */
export async function acceptAsNew(
  tx: TenantTx,
  given: Readonly<{ hash: Uint8Array; userId: UserId; name: string; passwordHash: string; nowMs: number }>,
): Promise<Admitted> {
  const rows = await tx.query<{ outcome: Admitted["outcome"]; new_merchants: MerchantId[] | null }>(
    "select * from installation.accept_as_new($1, $2, $3, $4, to_timestamp($5 / 1000.0))",
    [given.hash, given.userId, given.name, given.passwordHash, given.nowMs],
  );
  const row = present(rows[0], "the outcome");
  return {
    outcome: row.outcome,
    userId: given.userId,
    userName: given.name,
    before: undefined,
    after: row.new_merchants ?? undefined,
  };
}
