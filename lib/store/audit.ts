import { newId } from "@/lib/core/ids";
import type { Clock } from "@/lib/core/clock";
import type { TenantTx } from "@/lib/store/tenant";

/** One change, by whom and to what. Values before and after are JSON texts, never secrets or personal data. */
export type AuditRecord = Readonly<{
  action: string;
  subjectType: string;
  subjectId: string;
  before?: Readonly<Record<string, string>>;
  after?: Readonly<Record<string, string>>;
}>;

/** Who makes the change, and from where: a part of the service context. */
export type AuditActor = Readonly<{
  clock: Clock;
  actor: Readonly<{
    kind: "user" | "token" | "system" | "operator";
    id: string;
    name: string;
    address?: string | undefined;
    device?: string | undefined;
    requestId?: string | undefined;
  }>;
}>;

/** Appends to the audit trail, in the transaction of the change. The sealer gives it its place in the chain. */
export async function recordAudit(tx: TenantTx, by: AuditActor, record: AuditRecord): Promise<void> {
  await recordAudits(tx, by, [record]);
}

/** Appends many changes at once. */
export async function recordAudits(
  tx: TenantTx,
  by: AuditActor,
  records: readonly AuditRecord[],
): Promise<void> {
  if (records.length === 0) return;
  const nowMs = by.clock.nowMs();
  await tx.execute(
    `insert into audit_event (tenant_id, id, at, actor_kind, actor_id, actor_name, address, device, request_id, action, subject_type, subject_id, before, after)
     select $1, r.id, to_timestamp($2 / 1000.0), $3, $4, $5, $6, $7, $8, r.action, r."subjectType", r."subjectId", r.before, r.after
     from jsonb_to_recordset($9::jsonb) r(id uuid, action text, "subjectType" text, "subjectId" text, before jsonb, after jsonb)`,
    [
      tx.tenantId,
      nowMs,
      by.actor.kind,
      by.actor.id,
      by.actor.name,
      by.actor.address ?? null,
      by.actor.device ?? null,
      by.actor.requestId ?? null,
      JSON.stringify(records.map((record) => ({ id: newId<"audit">(nowMs), ...record }))),
    ],
  );
}
