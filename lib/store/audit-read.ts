import type { LedgerDate } from "@/lib/core/ledger-date";
import { DEED_COLUMNS, toDeed } from "@/lib/store/audit-columns";
import type { AuditDeed, DeedColumns } from "@/lib/store/audit-columns";
import { containing, createParameters } from "@/lib/store/parameters";
import type { TenantTx } from "@/lib/store/tenant";

/** An event of the trail as it is shown. */
export type AuditRow = AuditDeed &
  Readonly<{
    id: string;
    at: string;
    actorKind: "user" | "token" | "system" | "operator";
    before: Readonly<Record<string, unknown>> | undefined;
    after: Readonly<Record<string, unknown>> | undefined;
    isWhoErased: boolean;
    isBeforeErased: boolean;
    isAfterErased: boolean;
    sequence: bigint | undefined;
    sealedAt: string | undefined;
  }>;

type Row = DeedColumns & {
  id: string;
  at: string;
  actor_kind: AuditRow["actorKind"];
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
  who_erased: boolean;
  before_erased: boolean;
  after_erased: boolean;
  sequence: bigint | null;
  sealed_at: string | null;
};

/** Where a page of the trail ended. */
export type AuditPlace = Readonly<{ at: string; id: string }>;

export type AuditFilter = Readonly<{
  /** Exactly these names: see findActorNames. */
  actorNames?: readonly string[] | undefined;
  action?: string | undefined;
  subjectType?: string | undefined;
  subjectId?: string | undefined;
  from?: LedgerDate | undefined;
  to?: LedgerDate | undefined;
  after?: AuditPlace | undefined;
  limit: number;
}>;

/** People date by the wall, and the firm's is in this zone. */
const ZONE = "Europe/Oslo";

/** The trail, newest first. One more than the limit. */
export async function listAuditRows(tx: TenantTx, filter: AuditFilter): Promise<AuditRow[]> {
  const parameters = createParameters(tx.tenantId);
  const conditions = ["e.tenant_id = $1"];
  if (filter.actorNames !== undefined)
    conditions.push(`e.actor_name = any(${parameters.add(filter.actorNames)}::text[])`);
  if (filter.action !== undefined) conditions.push(`e.action = ${parameters.add(filter.action)}`);
  if (filter.subjectType !== undefined)
    conditions.push(`e.subject_type = ${parameters.add(filter.subjectType)}`);
  if (filter.subjectId !== undefined) conditions.push(`e.subject_id = ${parameters.add(filter.subjectId)}`);
  if (filter.from !== undefined)
    conditions.push(`e.at >= ${parameters.add(filter.from)}::date::timestamp at time zone '${ZONE}'`);
  if (filter.to !== undefined)
    conditions.push(`e.at < (${parameters.add(filter.to)}::date + 1)::timestamp at time zone '${ZONE}'`);
  if (filter.after !== undefined)
    conditions.push(
      `(e.at, e.id) < (${parameters.add(filter.after.at)}::timestamptz, ${parameters.add(filter.after.id)}::uuid)`,
    );
  const rows = await tx.query<Row>(
    `select e.id, e.at, e.actor_kind, ${DEED_COLUMNS},
       e.before, e.after, e.who_salt is null as who_erased, e.before_salt is null as before_erased, e.after_salt is null as after_erased,
       e.sequence, s.sealed_at
     from audit_event e left join audit_seal s on s.tenant_id = e.tenant_id and s.sequence = e.sequence
     where ${conditions.join(" and ")} order by e.at desc, e.id desc limit ${parameters.add(filter.limit + 1)}`,
    parameters.values,
  );
  return rows.map(toAuditRow);
}

const NAMES_MAX = 200;

/**
 * Names of those who did something that contain a text. Walks the index from name to name, so that its cost follows
 * the people, programs and jobs of the firm and not what they did.
 */
export async function findActorNames(tx: TenantTx, text: string): Promise<string[]> {
  const rows = await tx.query<{ actor_name: string }>(
    `with recursive walked as (
       (select actor_name from audit_event where tenant_id = $1 order by actor_name limit 1)
       union all
       select n.actor_name from walked w cross join lateral (
         select e.actor_name from audit_event e where e.tenant_id = $1 and e.actor_name > w.actor_name order by e.actor_name limit 1) n)
     select actor_name from walked where actor_name ilike $2 limit ${String(NAMES_MAX)}`,
    [tx.tenantId, containing(text)],
  );
  return rows.map((row) => row.actor_name);
}

function toAuditRow(row: Row): AuditRow {
  return {
    id: row.id,
    at: row.at,
    actorKind: row.actor_kind,
    ...toDeed(row),
    before: row.before ?? undefined,
    after: row.after ?? undefined,
    isWhoErased: row.who_erased,
    isBeforeErased: row.before_erased,
    isAfterErased: row.after_erased,
    sequence: row.sequence ?? undefined,
    sealedAt: row.sealed_at ?? undefined,
  };
}
