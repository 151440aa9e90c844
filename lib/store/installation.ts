import { AppError } from "@/lib/core/errors";
import { present } from "@/lib/core/invariant";
import type { CredentialId, MerchantId, TenantId, UserId } from "@/lib/core/ids";
import type { Role } from "@/lib/domain/access/permissions";
import type { Listing } from "@/lib/store/ledgers";
import { toCredential } from "@/lib/store/system";
import type { Credential, CredentialRow, SystemTx } from "@/lib/store/system";

/**
 * Rows of the installation: firms, people, the installation's own keys. Only the migration role may run these
 * statements; with the run-time role they fail.
 */

/** Throws: conflict, when the slug is taken. */
export async function insertTenant(
  tx: SystemTx,
  tenant: Readonly<{ id: TenantId; name: string; slug: string }>,
): Promise<void> {
  const made = await tx.execute(
    "insert into public.tenant (tenant_id, slug, name) values ($1, $2, $3) on conflict (slug) do nothing",
    [tenant.id, tenant.slug, tenant.name],
  );
  if (made === 0) throw new AppError("conflict", `there is a firm with the slug "${tenant.slug}" already`);
}

/** Makes a person, or gives one who is known by e-mail another membership. Returns whether the person is new. */
export async function insertMember(
  tx: SystemTx,
  member: Readonly<{
    userId: UserId;
    tenantId: TenantId;
    email: string;
    name: string;
    passwordHash: string;
    role: Role;
    /** Undefined: the whole firm. */
    merchantIds?: readonly MerchantId[] | undefined;
  }>,
): Promise<Readonly<{ userId: UserId; isNew: boolean; before: Role | undefined }>> {
  const email = member.email.toLowerCase();
  // The firm's row is the lock: there is never a moment without an owner.
  await tx.query("select from public.tenant where tenant_id = $1 for no key update", [member.tenantId]);
  const made = await tx.execute(
    "insert into installation.app_user (id, email, name, password_hash) values ($1, $2, $3, $4) on conflict (email) do nothing",
    [member.userId, email, member.name, member.passwordHash],
  );
  const rows = await tx.query<{ id: UserId }>("select id from installation.app_user where email = $1", [
    email,
  ]);
  const userId = present(rows[0], "the person").id;
  const owners = await tx.query<{ user_id: UserId; role: Role }>(
    "select user_id, role from installation.membership where tenant_id = $1 and (role = 'owner' or user_id = $2)",
    [member.tenantId, userId],
  );
  const before = owners.find((of) => of.user_id === userId)?.role;
  const isLast = before === "owner" && !owners.some((of) => of.role === "owner" && of.user_id !== userId);
  if (isLast && member.role !== "owner")
    throw new AppError("conflict", "this person is the firm's last owner; make another one first");
  await tx.execute(
    `insert into installation.membership (tenant_id, user_id, role, merchant_ids) values ($1, $2, $3, $4::uuid[])
     on conflict (tenant_id, user_id) do update set role = excluded.role, merchant_ids = excluded.merchant_ids`,
    [member.tenantId, userId, member.role, member.merchantIds ?? null],
  );
  return { userId, isNew: made > 0, before };
}

export async function putInstallationCredential(
  tx: SystemTx,
  credential: Readonly<{
    id: CredentialId;
    clientId: string;
    secretSealed: string;
    fingerprint: string;
    nowMs: number;
  }>,
): Promise<CredentialId> {
  const rows = await tx.query<{ id: CredentialId }>(
    `insert into installation.credential as c (id, tenant_id, client_id, secret_sealed, last_proven_at, fingerprint, stored_at)
     values ($1, null, $2, $3, to_timestamp($4 / 1000.0), $5, to_timestamp($4 / 1000.0))
     on conflict ((coalesce(tenant_id, '00000000-0000-0000-0000-000000000000'::uuid)), client_id)
     do update set secret_sealed = excluded.secret_sealed, last_proven_at = excluded.last_proven_at, state = 'proven', next_discovery_at = excluded.last_proven_at,
       fingerprint = excluded.fingerprint, stored_at = excluded.stored_at, in_doubt_since = null
     returning c.id`,
    [credential.id, credential.clientId, credential.secretSealed, credential.nowMs, credential.fingerprint],
  );
  return present(rows[0], "the stored credential").id;
}

export async function listInstallationCredentials(tx: SystemTx): Promise<Credential[]> {
  const rows = await tx.query<CredentialRow>(
    "select id, tenant_id as owner, client_id, secret_sealed, state, last_proven_at, vanished_held from installation.credential where tenant_id is null order by created_at",
  );
  return rows.map(toCredential);
}

/** Ledgers found with the installation's keys, and the firm that each is assigned to. */
export async function listInstallationLedgers(tx: SystemTx): Promise<
  Readonly<{
    credentialId: CredentialId;
    listing: Listing;
    tenantSlug: string | undefined;
    missingSince: string | undefined;
  }>[]
> {
  const rows = await tx.query<{
    credential_id: CredentialId;
    listing: Listing;
    slug: string | null;
    missing_since: string | null;
  }>(
    `select d.credential_id, d.listing, t.slug, d.missing_since from installation.discovered_ledger d
     join installation.credential c on c.id = d.credential_id and c.tenant_id is null
     left join public.tenant t on t.tenant_id = d.tenant_id order by d.ledger_id limit 10000`,
  );
  return rows.map((row) => ({
    credentialId: row.credential_id,
    listing: row.listing,
    tenantSlug: row.slug ?? undefined,
    missingSince: row.missing_since ?? undefined,
  }));
}

/** Gives a ledger found with the installation's keys to a firm. Throws: not_found, conflict (it is another firm's). */
export async function assignDiscovered(
  tx: SystemTx,
  ledgerId: string,
  tenantId: TenantId,
): Promise<CredentialId> {
  const rows = await tx.query<{ credential_id: CredentialId; tenant_id: TenantId | null }>(
    `select d.credential_id, d.tenant_id from installation.discovered_ledger d
     join installation.credential c on c.id = d.credential_id and c.tenant_id is null where d.ledger_id = $1 for update of d`,
    [ledgerId],
  );
  const found = rows[0];
  if (found === undefined)
    throw new AppError(
      "not_found",
      `no ledger ${ledgerId} was found with the installation's keys; run \`ledgers discover --installation\``,
    );
  if (found.tenant_id !== null && found.tenant_id !== tenantId) {
    throw new AppError("conflict", `ledger ${ledgerId} is assigned to another firm`);
  }
  await tx.execute(
    "update installation.discovered_ledger set tenant_id = $3 where credential_id = $1 and ledger_id = $2",
    [found.credential_id, ledgerId, tenantId],
  );
  return found.credential_id;
}
