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
  const nowMs = by.clock.nowMs();
  await tx.execute(
    `insert into audit_event (tenant_id, id, at, actor_kind, actor_id, actor_name, address, device, request_id, action, subject_type, subject_id, before, after)
     values ($1, $2, to_timestamp($3 / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14)`,
    [
      tx.tenantId,
      newId<"audit">(nowMs),
      nowMs,
      by.actor.kind,
      by.actor.id,
      by.actor.name,
      by.actor.address ?? null,
      by.actor.device ?? null,
      by.actor.requestId ?? null,
      record.action,
      record.subjectType,
      record.subjectId,
      record.before === undefined ? null : JSON.stringify(record.before),
      record.after === undefined ? null : JSON.stringify(record.after),
    ],
  );
}
