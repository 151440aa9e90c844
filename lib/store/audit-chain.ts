import { present } from "@/lib/core/invariant";
import type { TenantId } from "@/lib/core/ids";
import { AUDIT_SUBJECT, ERASED_ACTION, partsOf } from "@/lib/domain/audit/part";
import type { AuditPart } from "@/lib/domain/audit/part";
import { DEED_COLUMNS, toDeed } from "@/lib/store/audit-columns";
import type { AuditDeed, DeedColumns } from "@/lib/store/audit-columns";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** Firms with events that wait for the sealer, those that wait longest first. */
export async function listDueAudits(tx: SystemTx, limit: number): Promise<TenantId[]> {
  const rows = await tx.query<{ tenant_id: TenantId }>("select tenant_id from installation.audits_due($1)", [
    limit,
  ]);
  return rows.map((row) => row.tenant_id);
}

/** Seals the firm's events that are visible and not sealed, at most so many. Returns how many. */
export async function sealAuditEvents(tx: TenantTx, limit: number): Promise<number> {
  const rows = await tx.query<{ sealed: number }>("select installation.seal_audit($1) as sealed", [limit]);
  return present(rows[0], "how many were sealed").sealed;
}

/** The end of the chain; sequence 0 before the first event is sealed. */
export type AuditHead = Readonly<{
  sequence: bigint;
  /** Hex. */
  hash: string;
  sealedAt: string | undefined;
  /** The same in microseconds since the epoch. */
  sealedMicros: bigint | undefined;
}>;

export async function findAuditHead(tx: TenantTx): Promise<AuditHead | undefined> {
  const rows = await tx.query<{
    sequence: bigint;
    hash: string;
    sealed_at: string | null;
    sealed_us: bigint | null;
  }>(
    "select sequence, encode(hash, 'hex') as hash, sealed_at, (extract(epoch from sealed_at) * 1000000)::bigint as sealed_us from audit_head where tenant_id = $1",
    [tx.tenantId],
  );
  const row = rows[0];
  return (
    row && {
      sequence: row.sequence,
      hash: row.hash,
      sealedAt: row.sealed_at ?? undefined,
      sealedMicros: row.sealed_us ?? undefined,
    }
  );
}

export async function countUnsealed(tx: TenantTx): Promise<bigint> {
  const rows = await tx.query<{ count: bigint }>(
    "select count(*) from audit_event where tenant_id = $1 and sequence is null",
    [tx.tenantId],
  );
  return present(rows[0], "the count").count;
}

/** What the chain says of an event that it holds, as the database has it now: everything that a hash is reckoned from. */
export type LinkedEvent = AuditDeed &
  Readonly<{
    sequence: bigint | undefined;
    /** Microseconds since the epoch. */
    atMicros: bigint;
    actorKind: string;
    /** JSON as PostgreSQL writes it. */
    before: string | undefined;
    after: string | undefined;
    /** Hex; undefined where the part was erased. */
    salts: Readonly<Record<AuditPart, string | undefined>>;
  }>;

/** One link: the seal, and its event if it is there. Hashes are hex. */
export type ChainLink = Readonly<{
  sequence: bigint;
  eventId: string;
  sealedMicros: bigint;
  partHashes: Readonly<Record<AuditPart, string>>;
  digest: string;
  hash: string;
  event: LinkedEvent | undefined;
}>;

type LinkRow = DeedColumns & {
  sequence: bigint;
  event_id: string;
  sealed_us: bigint;
  who_hash: string;
  before_hash: string;
  after_hash: string;
  digest: string;
  hash: string;
  id: string | null;
  event_sequence: bigint | null;
  at_us: bigint;
  actor_kind: string;
  before_text: string | null;
  after_text: string | null;
  who_salt: string | null;
  before_salt: string | null;
  after_salt: string | null;
};

/** Links in their order, after a place. */
export async function listChainLinks(
  tx: TenantTx,
  after: bigint | undefined,
  limit: number,
): Promise<ChainLink[]> {
  const rows = await tx.query<LinkRow>(
    `select s.sequence, s.event_id, (extract(epoch from s.sealed_at) * 1000000)::bigint as sealed_us,
       encode(s.who_hash, 'hex') as who_hash, encode(s.before_hash, 'hex') as before_hash, encode(s.after_hash, 'hex') as after_hash,
       encode(s.digest, 'hex') as digest, encode(s.hash, 'hex') as hash,
       e.id, e.sequence as event_sequence, (extract(epoch from e.at) * 1000000)::bigint as at_us, e.actor_kind, ${DEED_COLUMNS},
       e.before::text as before_text, e.after::text as after_text,
       encode(e.who_salt, 'hex') as who_salt, encode(e.before_salt, 'hex') as before_salt, encode(e.after_salt, 'hex') as after_salt
     from audit_seal s left join audit_event e on e.tenant_id = s.tenant_id and e.id = s.event_id
     where s.tenant_id = $1 and ($2::bigint is null or s.sequence > $2) order by s.sequence limit $3`,
    [tx.tenantId, after ?? null, limit],
  );
  return rows.map((row) => ({
    sequence: row.sequence,
    eventId: row.event_id,
    sealedMicros: row.sealed_us,
    partHashes: { who: row.who_hash, before: row.before_hash, after: row.after_hash },
    digest: row.digest,
    hash: row.hash,
    event: row.id === null ? undefined : toEvent(row),
  }));
}

function toEvent(row: LinkRow): LinkedEvent {
  return {
    sequence: row.event_sequence ?? undefined,
    atMicros: row.at_us,
    actorKind: row.actor_kind,
    ...toDeed(row),
    before: row.before_text ?? undefined,
    after: row.after_text ?? undefined,
    salts: {
      who: row.who_salt ?? undefined,
      before: row.before_salt ?? undefined,
      after: row.after_salt ?? undefined,
    },
  };
}

/** An event that claims a place in the chain, and whether the chain knows it there. */
export type PlacedEvent = Readonly<{ sequence: bigint; id: string; isSealed: boolean }>;

/** Events with a place, in its order, after one of them. */
export async function listPlacedEvents(
  tx: TenantTx,
  after: Readonly<{ sequence: bigint; id: string }> | undefined,
  limit: number,
): Promise<PlacedEvent[]> {
  const rows = await tx.query<{ sequence: bigint; id: string; sealed: boolean }>(
    `select e.sequence, e.id, s.event_id is not distinct from e.id as sealed
     from audit_event e left join audit_seal s on s.tenant_id = e.tenant_id and s.sequence = e.sequence
     where e.tenant_id = $1 and e.sequence is not null and ($2::bigint is null or (e.sequence, e.id) > ($2, $3::uuid))
     order by e.sequence, e.id limit $4`,
    [tx.tenantId, after?.sequence ?? null, after?.id ?? null, limit],
  );
  return rows.map(({ sequence, id, sealed }) => ({ sequence, id, isSealed: sealed }));
}

/** The parts of these events that the trail itself says were erased. */
export async function findErasedParts(
  tx: TenantTx,
  eventIds: readonly string[],
): Promise<ReadonlyMap<string, ReadonlySet<AuditPart>>> {
  const found = new Map<string, Set<AuditPart>>();
  if (eventIds.length === 0) return found;
  const rows = await tx.query<{ subject_id: string; after: Record<string, string> | null }>(
    "select subject_id, after from audit_event where tenant_id = $1 and subject_id = any($2::text[]) and subject_type = $3 and action = $4",
    [tx.tenantId, eventIds, AUDIT_SUBJECT, ERASED_ACTION],
  );
  for (const { subject_id, after } of rows) {
    const parts = found.get(subject_id) ?? new Set<AuditPart>();
    for (const part of partsOf(after ?? undefined)) parts.add(part);
    found.set(subject_id, parts);
  }
  return found;
}

/** Erases parts of a sealed event, with their salts. False when there is no such event, or it is not sealed yet. */
export async function eraseAuditParts(
  tx: TenantTx,
  eventId: string,
  parts: readonly AuditPart[],
): Promise<boolean> {
  const rows = await tx.query<{ erased: boolean }>(
    "select installation.erase_audit_values($1, $2) as erased",
    [eventId, parts],
  );
  return rows[0]?.erased ?? false;
}
