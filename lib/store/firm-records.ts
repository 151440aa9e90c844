import type { MerchantId } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Role } from "@/lib/domain/access/permissions";
import type { TenantTx } from "@/lib/store/tenant";

/** What a firm has besides books: its people, its trail, its merchants, as its own export takes them. */

export type FirmPerson = Readonly<{
  name: string;
  email: string;
  language: MailLanguage;
  role: Role;
  merchantIds: readonly MerchantId[] | undefined;
  createdAt: string;
}>;

/** Everybody with a place in the firm. */
export async function listFirmPeople(tx: TenantTx): Promise<FirmPerson[]> {
  const rows = await tx.query<{
    name: string;
    email: string;
    language: MailLanguage;
    role: Role;
    merchant_ids: MerchantId[] | null;
    created_at: string;
  }>("select name, email, language, role, merchant_ids, created_at from installation.firm_people()");
  return rows.map((row) => ({
    name: row.name,
    email: row.email,
    language: row.language,
    role: row.role,
    merchantIds: row.merchant_ids ?? undefined,
    createdAt: row.created_at,
  }));
}

export type AuditRow = Readonly<{
  id: string;
  at: string;
  actorKind: string;
  actorName: string;
  action: string;
  subjectType: string;
  subjectId: string;
  before: string;
  after: string;
}>;

/** The audit trail in the order of its ids, after one. */
export async function listAuditRows(
  tx: TenantTx,
  page: Readonly<{ after: string | undefined; limit: number }>,
): Promise<AuditRow[]> {
  return tx.query<AuditRow>(
    `select id, at, actor_kind as "actorKind", actor_name as "actorName", action, subject_type as "subjectType", subject_id as "subjectId",
       coalesce(before::text, '') as before, coalesce(after::text, '') as after
     from audit_event where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3`,
    [tx.tenantId, page.after ?? null, page.limit],
  );
}

/** Merchants in the order of their ids, after one. */
export async function listMerchantIds(
  tx: TenantTx,
  page: Readonly<{ after: MerchantId | undefined; limit: number }>,
): Promise<readonly Readonly<{ id: MerchantId; name: string }>[]> {
  return tx.query<{ id: MerchantId; name: string }>(
    "select id, name from merchant where tenant_id = $1 and ($2::uuid is null or id > $2) order by id limit $3",
    [tx.tenantId, page.after ?? null, page.limit],
  );
}

/** The firm's own name. */
export async function readFirmName(tx: TenantTx): Promise<string> {
  const rows = await tx.query<{ name: string }>("select name from tenant where tenant_id = $1", [
    tx.tenantId,
  ]);
  return rows[0]?.name ?? "";
}
