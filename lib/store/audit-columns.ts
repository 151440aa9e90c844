/** Who did what to which thing, and from where: what the trail and its chain read alike. */
export type AuditDeed = Readonly<{
  actorId: string;
  actorName: string;
  address: string | undefined;
  device: string | undefined;
  requestId: string | undefined;
  action: string;
  subjectType: string;
  subjectId: string;
}>;

export type DeedColumns = Readonly<{
  actor_id: string;
  actor_name: string;
  address: string | null;
  device: string | null;
  request_id: string | null;
  action: string;
  subject_type: string;
  subject_id: string;
}>;

/** The columns of an event `e`. */
export const DEED_COLUMNS =
  "e.actor_id, e.actor_name, e.address, e.device, e.request_id, e.action, e.subject_type, e.subject_id";

export function toDeed(row: DeedColumns): AuditDeed {
  return {
    actorId: row.actor_id,
    actorName: row.actor_name,
    address: row.address ?? undefined,
    device: row.device ?? undefined,
    requestId: row.request_id ?? undefined,
    action: row.action,
    subjectType: row.subject_type,
    subjectId: row.subject_id,
  };
}
