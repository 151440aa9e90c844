import type { MerchantId, TenantId } from "@/lib/core/ids";
import type { SystemTx } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

export type ExportState = "waiting" | "running" | "ready" | "taken" | "expired" | "failed";

/** A file of everything that a merchant or the firm has. Instants are texts, sizes bytes. */
export type LeavingExport = Readonly<{
  id: string;
  merchant: MerchantId | undefined;
  merchantName: string | undefined;
  state: ExportState;
  askedAt: string;
  askedById: string;
  askedBy: string;
  filesDone: number;
  filesWanted: number;
  rowCount: number;
  sizeBytes: number | undefined;
  sha256: string | undefined;
  tries: number;
  expiresAt: string | undefined;
}>;

type ExportRow = {
  id: string;
  merchant: MerchantId | null;
  merchant_name: string | null;
  state: ExportState;
  asked_at: string;
  asked_by_id: string;
  asked_by: string;
  files_done: number;
  files_wanted: number;
  row_count: bigint;
  size_bytes: bigint | null;
  sha256: string | null;
  tries: number;
  expires_at: string | null;
};

const EXPORT = `select x.id, x.merchant, m.name as merchant_name, x.state, x.asked_at, x.asked_by_id, x.asked_by, x.files_done, x.files_wanted,
    x.row_count, x.size_bytes, x.sha256, x.tries, x.expires_at
  from leaving_export x left join merchant m on m.tenant_id = x.tenant_id and m.id = x.merchant where x.tenant_id = $1`;

export async function insertExport(
  tx: TenantTx,
  asked: Readonly<{
    id: string;
    merchant: MerchantId | undefined;
    by: Readonly<{ id: string; name: string }>;
    nowMs: number;
  }>,
): Promise<void> {
  await tx.execute(
    `insert into leaving_export (tenant_id, id, merchant, asked_at, asked_by_id, asked_by, next_look_at)
     values ($1, $2, $3, to_timestamp($4 / 1000.0), $5, $6, to_timestamp($4 / 1000.0))`,
    [tx.tenantId, asked.id, asked.merchant ?? null, asked.nowMs, asked.by.id, asked.by.name],
  );
}

export async function findExport(tx: TenantTx, id: string): Promise<LeavingExport | undefined> {
  const rows = await tx.query<ExportRow>(`${EXPORT} and x.id = $2`, [tx.tenantId, id]);
  return rows[0] && toExport(rows[0]);
}

/** The latest files, newest first. */
export async function listExports(tx: TenantTx, limit: number): Promise<LeavingExport[]> {
  const rows = await tx.query<ExportRow>(`${EXPORT} order by x.asked_at desc, x.id limit $2`, [
    tx.tenantId,
    limit,
  ]);
  return rows.map(toExport);
}

/** Takes a file to be made; until `untilMs` nobody else does. Undefined: it is not due, or made. */
export async function claimExport(
  tx: TenantTx,
  id: string,
  { nowMs, untilMs }: Readonly<{ nowMs: number; untilMs: number }>,
): Promise<LeavingExport | undefined> {
  const claimed = await tx.execute(
    `update leaving_export set state = 'running', tries = tries + 1, files_done = 0, files_wanted = 0, row_count = 0, next_look_at = to_timestamp($4 / 1000.0)
     where tenant_id = $1 and id = $2 and state in ('waiting', 'running') and next_look_at <= to_timestamp($3 / 1000.0)`,
    [tx.tenantId, id, nowMs, untilMs],
  );
  return claimed === 0 ? undefined : findExport(tx, id);
}

/** How far a file is; keeps it ours until `untilMs`. */
export async function noteProgress(
  tx: TenantTx,
  id: string,
  progress: Readonly<{ filesDone: number; filesWanted: number; rowCount: number; untilMs: number }>,
): Promise<void> {
  await tx.execute(
    `update leaving_export set files_done = $3, files_wanted = $4, row_count = $5, next_look_at = to_timestamp($6 / 1000.0)
     where tenant_id = $1 and id = $2 and state = 'running'`,
    [tx.tenantId, id, progress.filesDone, progress.filesWanted, progress.rowCount, progress.untilMs],
  );
}

/** Moves a file from one state to another. False: it was not in that state. */
export async function moveExport(
  tx: TenantTx,
  id: string,
  change: Readonly<{
    from: readonly ExportState[];
    to: ExportState;
    nextLookAtMs: number | undefined;
    made?: Readonly<{ sizeBytes: number; sha256: string; expiresAtMs: number }>;
  }>,
): Promise<boolean> {
  const moved = await tx.execute(
    `update leaving_export set state = $4, next_look_at = to_timestamp($5 / 1000.0), size_bytes = coalesce($6, size_bytes), sha256 = coalesce($7, sha256),
       expires_at = coalesce(to_timestamp($8 / 1000.0), expires_at) where tenant_id = $1 and id = $2 and state = any($3::text[])`,
    [
      tx.tenantId,
      id,
      change.from,
      change.to,
      change.nextLookAtMs ?? null,
      change.made?.sizeBytes ?? null,
      change.made?.sha256 ?? null,
      change.made?.expiresAtMs ?? null,
    ],
  );
  return moved === 1;
}

/** A merchant that was handed over to another firm. */
export type Handover = Readonly<{
  id: string;
  merchant: MerchantId;
  merchantName: string;
  toWhom: string;
  handedAt: string;
  handedBy: string;
}>;

/** Notes a handover. False: the merchant is handed over already. */
export async function insertHandover(
  tx: TenantTx,
  handover: Readonly<{ id: string; merchant: MerchantId; toWhom: string; by: string; nowMs: number }>,
): Promise<boolean> {
  const made = await tx.execute(
    `insert into handover (tenant_id, id, merchant, to_whom, handed_at, handed_by) values ($1, $2, $3, $4, to_timestamp($5 / 1000.0), $6)
     on conflict (tenant_id, merchant) where taken_back_at is null do nothing`,
    [tx.tenantId, handover.id, handover.merchant, handover.toWhom, handover.nowMs, handover.by],
  );
  return made === 1;
}

/** Ends a handover. False: there was none. */
export async function endHandover(
  tx: TenantTx,
  end: Readonly<{ merchant: MerchantId; by: string; nowMs: number }>,
): Promise<boolean> {
  const ended = await tx.execute(
    "update handover set taken_back_at = to_timestamp($3 / 1000.0), taken_back_by = $4 where tenant_id = $1 and merchant = $2 and taken_back_at is null",
    [tx.tenantId, end.merchant, end.nowMs, end.by],
  );
  return ended === 1;
}

/** Merchants that are handed over now, the latest first. */
export async function listHandovers(tx: TenantTx, limit: number): Promise<Handover[]> {
  const rows = await tx.query<{
    id: string;
    merchant: MerchantId;
    merchant_name: string;
    to_whom: string;
    handed_at: string;
    handed_by: string;
  }>(
    `select h.id, h.merchant, m.name as merchant_name, h.to_whom, h.handed_at, h.handed_by
     from handover h join merchant m on m.tenant_id = h.tenant_id and m.id = h.merchant
     where h.tenant_id = $1 and h.taken_back_at is null order by h.handed_at desc, h.id limit $2`,
    [tx.tenantId, limit],
  );
  return rows.map((row) => ({
    id: row.id,
    merchant: row.merchant,
    merchantName: row.merchant_name,
    toWhom: row.to_whom,
    handedAt: row.handed_at,
    handedBy: row.handed_by,
  }));
}

/** A firm's deletion that was asked for and not undone. */
export type FirmDeletion = Readonly<{ askedAt: string; askedBy: string; dueAt: string; hasBegun: boolean }>;

export async function findDeletion(tx: TenantTx): Promise<FirmDeletion | undefined> {
  const rows = await tx.query<{ asked_at: string; asked_by: string; due_at: string; begun: boolean }>(
    "select asked_at, asked_by, due_at, begun_at is not null as begun from firm_deletion where tenant_id = $1 and undone_at is null",
    [tx.tenantId],
  );
  const row = rows[0];
  return row && { askedAt: row.asked_at, askedBy: row.asked_by, dueAt: row.due_at, hasBegun: row.begun };
}

/** False: it was asked for already. */
export async function askForDeletion(
  tx: TenantTx,
  asked: Readonly<{ by: string; nowMs: number; dueAtMs: number }>,
): Promise<boolean> {
  const made = await tx.execute(
    `insert into firm_deletion as d (tenant_id, asked_at, asked_by, due_at) values ($1, to_timestamp($2 / 1000.0), $3, to_timestamp($4 / 1000.0))
     on conflict (tenant_id) do update set asked_at = excluded.asked_at, asked_by = excluded.asked_by, due_at = excluded.due_at, undone_at = null, undone_by = null
     where d.undone_at is not null`,
    [tx.tenantId, asked.nowMs, asked.by, asked.dueAtMs],
  );
  return made === 1;
}

/** False: there was nothing to undo, or it has begun. */
export async function undoDeletion(
  tx: TenantTx,
  undone: Readonly<{ by: string; nowMs: number }>,
): Promise<boolean> {
  const changed = await tx.execute(
    "update firm_deletion set undone_at = to_timestamp($2 / 1000.0), undone_by = $3 where tenant_id = $1 and undone_at is null and begun_at is null",
    [tx.tenantId, undone.nowMs, undone.by],
  );
  return changed === 1;
}

/** Begins the deletion of the firm: nobody gets in, nothing is followed. False: its waiting time is not over. */
export async function beginFirmDeletion(tx: TenantTx, nowMs: number): Promise<boolean> {
  const rows = await tx.query<{ begun: boolean }>(
    "select installation.begin_firm_deletion(to_timestamp($1 / 1000.0)) as begun",
    [nowMs],
  );
  return rows[0]?.begun ?? false;
}

/** Deletes a bounded number of the firm's rows. Returns how many; 0: the firm is gone. */
export async function purgeFirm(tx: TenantTx, most: number): Promise<number> {
  const rows = await tx.query<{ gone: bigint }>("select installation.purge_firm($1) as gone", [most]);
  return Number(rows[0]?.gone ?? 0n);
}

/** Files to make or to delete, and (without `export`) firms to delete. */
export async function listDueLeaving(
  tx: SystemTx,
  nowMs: number,
  limit: number,
): Promise<readonly Readonly<{ tenantId: TenantId; export: string | undefined }>[]> {
  const rows = await tx.query<{ tenant_id: TenantId; export: string | null }>(
    "select * from installation.leaving_due(to_timestamp($1 / 1000.0), $2)",
    [nowMs, limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, export: row.export ?? undefined }));
}

function toExport(row: ExportRow): LeavingExport {
  return {
    id: row.id,
    merchant: row.merchant ?? undefined,
    merchantName: row.merchant_name ?? undefined,
    state: row.state,
    askedAt: row.asked_at,
    askedById: row.asked_by_id,
    askedBy: row.asked_by,
    filesDone: row.files_done,
    filesWanted: row.files_wanted,
    rowCount: Number(row.row_count),
    sizeBytes: row.size_bytes === null ? undefined : Number(row.size_bytes),
    sha256: row.sha256 ?? undefined,
    tries: row.tries,
    expiresAt: row.expires_at ?? undefined,
  };
}
