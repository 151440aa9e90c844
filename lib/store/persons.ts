import type { LedgerUid } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Topic } from "@/lib/domain/ledger/states";
import type { PersonPurpose } from "@/lib/domain/person/retention";
import { bytesArray, plainArray } from "@/lib/store/parameters";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** A period in which payers of a ledger are kept. */
export type PersonSetting = Readonly<{
  ledger: LedgerUid;
  id: string;
  purpose: PersonPurpose;
  purposeNote: string;
  retentionDays: number;
  /** The sealed data key. */
  keySealed: string;
  failures: number;
}>;

type SettingRow = {
  ledger: LedgerUid;
  id: string;
  purpose: PersonPurpose;
  purpose_note: string;
  retention_days: number;
  key_sealed: string;
  failures: number;
};

const COLUMNS = "ledger, id, purpose, purpose_note, retention_days, key_sealed, failures";
const LIVE = "tenant_id = $1 and ledger = $2 and ended_at is null";

/** The period that is on, or undefined: then nothing of a payer is asked for or stored. */
export async function findPersonSetting(
  tx: TenantTx,
  ledger: LedgerUid,
  options: Readonly<{ lock?: boolean }> = {},
): Promise<PersonSetting | undefined> {
  const rows = await tx.query<SettingRow>(
    `select ${COLUMNS} from person_setting where ${LIVE}${options.lock === true ? " for no key update" : ""}`,
    [tx.tenantId, ledger],
  );
  const row = rows[0];
  return (
    row && {
      ledger: row.ledger,
      id: row.id,
      purpose: row.purpose,
      purposeNote: row.purpose_note,
      retentionDays: row.retention_days,
      keySealed: row.key_sealed,
      failures: row.failures,
    }
  );
}

/** Begins a period. False: one is on already. */
export async function insertPersonSetting(
  tx: TenantTx,
  setting: Omit<PersonSetting, "failures"> & Readonly<{ by: string; nowMs: number; purgeAtMs: number }>,
): Promise<boolean> {
  const made = await tx.execute(
    `insert into person_setting (tenant_id, ledger, id, purpose, purpose_note, retention_days, key_sealed, turned_on_at, turned_on_by, next_read_at, purge_at)
     values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8 / 1000.0), $9, to_timestamp($8 / 1000.0), to_timestamp($10 / 1000.0))
     on conflict (tenant_id, ledger) where ended_at is null do nothing`,
    [
      tx.tenantId,
      setting.ledger,
      setting.id,
      setting.purpose,
      setting.purposeNote,
      setting.retentionDays,
      setting.keySealed,
      setting.nowMs,
      setting.by,
      setting.purgeAtMs,
    ],
  );
  return made === 1;
}

/** Changes what a period is for and how long it keeps; what is older is looked for at once. */
export async function changePersonSetting(
  tx: TenantTx,
  change: Readonly<{
    ledger: LedgerUid;
    purpose: PersonPurpose;
    purposeNote: string;
    retentionDays: number;
    nowMs: number;
  }>,
): Promise<void> {
  await tx.execute(
    `update person_setting set purpose = $3, purpose_note = $4, retention_days = $5,
       purge_at = to_timestamp($6 / 1000.0), next_read_at = to_timestamp($6 / 1000.0) where ${LIVE}`,
    [tx.tenantId, change.ledger, change.purpose, change.purposeNote, change.retentionDays, change.nowMs],
  );
}

/** Ends a period and destroys its data key: from here on nobody can read a row of it. */
export async function endPersonSetting(tx: TenantTx, ledger: LedgerUid, nowMs: number): Promise<void> {
  await tx.execute(
    `update person_setting set ended_at = to_timestamp($3 / 1000.0), key_sealed = null, next_read_at = null, purge_at = to_timestamp($3 / 1000.0) where ${LIVE}`,
    [tx.tenantId, ledger, nowMs],
  );
}

/** The same data key sealed anew, unless it was replaced meanwhile. */
export async function resealPersonKey(
  tx: TenantTx,
  change: Readonly<{ ledger: LedgerUid; before: string; after: string }>,
): Promise<boolean> {
  const changed = await tx.execute(
    `update person_setting set key_sealed = $4 where ${LIVE} and key_sealed = $3`,
    [tx.tenantId, change.ledger, change.before, change.after],
  );
  return changed === 1;
}

/** Where a payer's row hangs: the natural key of its entry. `content` is hex. */
export type PersonKey = Readonly<{
  ledgerDate: LedgerDate;
  topic: Topic;
  content: string;
  ordinal: number;
}>;

/** Stores sealed rows (hex); one that is there already stays. Returns how many were new. The setting must be locked. */
export async function insertPersons(
  tx: TenantTx,
  setting: Pick<PersonSetting, "ledger" | "id">,
  rows: readonly Readonly<{ key: PersonKey; sealed: string }>[],
): Promise<number> {
  if (rows.length === 0) return 0;
  const made = await tx.execute(
    `insert into entry_person (tenant_id, ledger, setting, ledger_date, topic, content, ordinal, sealed)
     select $1, $2, $3, * from unnest($4::date[], $5::text[], $6::bytea[], $7::int[], $8::bytea[]) on conflict do nothing`,
    [
      tx.tenantId,
      setting.ledger,
      setting.id,
      plainArray(rows.map(({ key }) => key.ledgerDate)),
      plainArray(rows.map(({ key }) => key.topic)),
      bytesArray(rows.map(({ key }) => key.content)),
      plainArray(rows.map(({ key }) => key.ordinal)),
      bytesArray(rows.map(({ sealed }) => sealed)),
    ],
  );
  if (made > 0) {
    await tx.execute(
      "update person_setting set held = held + $4 where tenant_id = $1 and ledger = $2 and id = $3",
      [tx.tenantId, setting.ledger, setting.id, made],
    );
  }
  return made;
}

/** The entry as it stands in the active copy, and its sealed payer (hex) if there is one. */
export async function findSealedPerson(
  tx: TenantTx,
  entry: Readonly<{ ledger: LedgerUid; topic: Topic; sequence: number }>,
  setting: string,
): Promise<(PersonKey & Readonly<{ pspReference: string; sealed: string | undefined }>) | undefined> {
  const rows = await tx.query<{
    ledger_date: LedgerDate;
    content: string;
    ordinal: number;
    psp_reference: string;
    sealed: string | null;
  }>(
    `select e.ledger_date, encode(e.content, 'hex') as content, e.ordinal, e.psp_reference, encode(p.sealed, 'hex') as sealed
     from ledger_topic t join entry e on e.tenant_id = t.tenant_id and e.ledger = t.ledger and e.topic = t.topic and e.copy = t.active_copy
     left join entry_person p on p.tenant_id = e.tenant_id and p.ledger = e.ledger and p.setting = $5 and p.ledger_date = e.ledger_date
       and p.topic = e.topic and p.content = e.content and p.ordinal = e.ordinal
     where t.tenant_id = $1 and t.ledger = $2 and t.topic = $3 and e.sequence = $4`,
    [tx.tenantId, entry.ledger, entry.topic, entry.sequence, setting],
  );
  const row = rows[0];
  return (
    row && {
      ledgerDate: row.ledger_date,
      topic: entry.topic,
      content: row.content,
      ordinal: row.ordinal,
      pspReference: row.psp_reference,
      sealed: row.sealed ?? undefined,
    }
  );
}

/** Of these entries of the active copy, those whose payer is kept; never what is kept of them. */
export async function listHeldSequences(
  tx: TenantTx,
  entries: Readonly<{ ledger: LedgerUid; topic: Topic; sequences: readonly number[] }>,
  from: LedgerDate,
): Promise<number[]> {
  const rows = await tx.query<{ sequence: bigint }>(
    `select e.sequence from person_setting s
     join ledger_topic t on t.tenant_id = s.tenant_id and t.ledger = s.ledger and t.topic = $3
     join entry e on e.tenant_id = t.tenant_id and e.ledger = t.ledger and e.topic = t.topic and e.copy = t.active_copy and e.sequence = any($4::bigint[])
     join entry_person p on p.tenant_id = s.tenant_id and p.ledger = s.ledger and p.setting = s.id and p.ledger_date = e.ledger_date
       and p.topic = e.topic and p.content = e.content and p.ordinal = e.ordinal
     where s.tenant_id = $1 and s.ledger = $2 and s.ended_at is null and e.ledger_date >= $5::date order by e.sequence`,
    [tx.tenantId, entries.ledger, entries.topic, plainArray(entries.sequences), from],
  );
  return rows.map((row) => Number(row.sequence));
}

/** Deletes rows whose date has come, or all of a period that has ended; at most so many. Returns how many. */
export async function purgePersons(
  tx: TenantTx,
  setting: Readonly<{ ledger: LedgerUid; id: string }>,
  { today, most }: Readonly<{ today: LedgerDate; most: number }>,
): Promise<number> {
  const rows = await tx.query<{ gone: bigint }>(
    "select installation.purge_persons($1, $2, $3::date, $4) as gone",
    [setting.ledger, setting.id, today, most],
  );
  return Number(rows[0]?.gone ?? 0n);
}

/** Periods of a ledger whose rows are to be looked at: the one that is on, and those that have ended. */
export async function listSettingsToPurge(tx: TenantTx, ledger: LedgerUid, nowMs: number): Promise<string[]> {
  const rows = await tx.query<{ id: string }>(
    "select id from person_setting where tenant_id = $1 and ledger = $2 and purge_at <= to_timestamp($3 / 1000.0) limit 100",
    [tx.tenantId, ledger, nowMs],
  );
  return rows.map((row) => row.id);
}

/** When a period is next looked at, unless somebody has made it due since `nowMs`. */
export async function setPurgeAt(
  tx: TenantTx,
  setting: Readonly<{ ledger: LedgerUid; id: string }>,
  { atMs, nowMs }: Readonly<{ atMs: number; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `update person_setting set purge_at = to_timestamp($4 / 1000.0)
     where tenant_id = $1 and ledger = $2 and id = $3 and ended_at is null and purge_at <= to_timestamp($5 / 1000.0)`,
    [tx.tenantId, setting.ledger, setting.id, atMs, nowMs],
  );
}

/** Takes one look of the person's within the hour. Returns how many that makes, and when the hour began. */
export async function countLook(
  tx: TenantTx,
  look: Readonly<{ actor: string; nowMs: number; windowMs: number }>,
): Promise<Readonly<{ looks: number; sinceMs: number }>> {
  const rows = await tx.query<{ looks: number; since: string }>(
    "select * from installation.count_look($1, to_timestamp($2 / 1000.0), $3 * interval '1 millisecond')",
    [look.actor, look.nowMs, look.windowMs],
  );
  return { looks: rows[0]?.looks ?? 1, sinceMs: Date.parse(rows[0]?.since ?? "") };
}

export type DuePersons = Readonly<{
  tenantId: TenantTx["tenantId"];
  ledger: LedgerUid;
  work: "read" | "purge";
}>;

/** Ledgers with past payers to read, or with payers to delete. */
export async function listDuePersons(
  tx: SystemTx,
  { nowMs, tenantShare, limit }: Readonly<{ nowMs: number; tenantShare: number; limit: number }>,
): Promise<DuePersons[]> {
  const rows = await tx.query<{ tenant_id: TenantTx["tenantId"]; ledger: LedgerUid; work: "read" | "purge" }>(
    "select * from installation.persons_due(to_timestamp($1 / 1000.0), $2, $3)",
    [nowMs, tenantShare, limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ledger: row.ledger, work: row.work }));
}

/** Ledgers that have a data key, of every firm. */
export async function listPersonKeys(
  tx: SystemTx,
): Promise<readonly Readonly<{ tenantId: TenantTx["tenantId"]; ledger: LedgerUid }>[]> {
  const rows = await tx.query<{ tenant_id: TenantTx["tenantId"]; ledger: LedgerUid }>(
    "select * from installation.person_keys()",
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ledger: row.ledger }));
}
