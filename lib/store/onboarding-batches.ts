import type { Id, LedgerUid, UserId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { TenantTx } from "@/lib/store/tenant";

export type BatchId = Id<"onboarding-batch">;
type ActorKind = "user" | "token" | "system" | "operator";

/** Ledgers that a job takes in, on behalf of whoever asked. */
export type BatchRow = Readonly<{
  id: BatchId;
  createdAt: string;
  actor: Readonly<{ kind: ActorKind; id: string; name: string }>;
  state: "running" | "done";
  total: number;
  taken: number;
  unchanged: number;
  failed: number;
  booksFrom: LedgerDate | undefined;
  language: MailLanguage | undefined;
  responsible: Readonly<{ id: UserId; name: string }> | undefined;
  finishedAt: string | undefined;
}>;

type Row = {
  id: BatchId;
  created_at: string;
  actor_kind: ActorKind;
  actor_id: string;
  actor_name: string;
  state: "running" | "done";
  total: number;
  taken: number;
  unchanged: number;
  failed: number;
  books_from: LedgerDate | null;
  language: MailLanguage | null;
  responsible_id: UserId | null;
  responsible_name: string | null;
  finished_at: string | null;
};

const COLUMNS =
  "id, created_at, actor_kind, actor_id, actor_name, state, total, taken, unchanged, failed, books_from, language, responsible_id, responsible_name, finished_at";

/** Stores a batch with its ledgers in this order. Ledgers that do not exist in the firm are refused by their key. */
export async function insertBatch(
  tx: TenantTx,
  batch: Readonly<{
    id: BatchId;
    actor: Readonly<{ kind: ActorKind; id: string; name: string }>;
    ledgers: readonly LedgerUid[];
    booksFrom: LedgerDate | undefined;
    language: MailLanguage | undefined;
    responsible: Readonly<{ id: UserId; name: string }> | undefined;
    nowMs: number;
  }>,
): Promise<void> {
  await tx.execute(
    `insert into onboarding_batch (tenant_id, id, created_at, actor_kind, actor_id, actor_name, total, books_from, language, responsible_id, responsible_name, wake_at)
     values ($1, $2, to_timestamp($3 / 1000.0), $4, $5, $6, $7, $8, $9, $10, $11, to_timestamp($3 / 1000.0))`,
    [
      tx.tenantId,
      batch.id,
      batch.nowMs,
      batch.actor.kind,
      batch.actor.id,
      batch.actor.name,
      batch.ledgers.length,
      batch.booksFrom ?? null,
      batch.language ?? null,
      batch.responsible?.id ?? null,
      batch.responsible?.name ?? null,
    ],
  );
  await tx.execute(
    `insert into onboarding_item (tenant_id, batch, ledger, place)
     select $1, $2, ledger, place from unnest($3::uuid[]) with ordinality as of(ledger, place)`,
    [tx.tenantId, batch.id, batch.ledgers],
  );
}

/** Which of these ledgers exist for this scope. */
export async function listKnownLedgers(tx: TenantTx, ledgers: readonly string[]): Promise<LedgerUid[]> {
  const rows = await tx.query<{ id: LedgerUid }>(
    "select id from ledger where tenant_id = $1 and id = any($2::uuid[]) order by array_position($2::uuid[], id)",
    [tx.tenantId, ledgers],
  );
  return rows.map((row) => row.id);
}

export async function findBatch(tx: TenantTx, id: BatchId): Promise<BatchRow | undefined> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from onboarding_batch where tenant_id = $1 and id = $2`,
    [tx.tenantId, id],
  );
  return rows[0] && toRow(rows[0]);
}

/** The newest batches that run, or have ended since then. */
export async function listBatches(
  tx: TenantTx,
  filter: Readonly<{ endedSinceMs: number; limit: number }>,
): Promise<BatchRow[]> {
  const rows = await tx.query<Row>(
    `select ${COLUMNS} from onboarding_batch where tenant_id = $1 and (state = 'running' or finished_at > to_timestamp($2 / 1000.0))
     order by created_at desc, id desc limit $3`,
    [tx.tenantId, filter.endedSinceMs, filter.limit],
  );
  return rows.map(toRow);
}

export type FailedItem = Readonly<{ ledger: LedgerUid; ledgerId: string; failure: string }>;

/** The ledgers of a batch that could not be taken in, in its order. */
export async function listFailedItems(tx: TenantTx, batch: BatchId, limit: number): Promise<FailedItem[]> {
  const rows = await tx.query<{ ledger: LedgerUid; ledger_id: string; failure: string }>(
    `select i.ledger, l.ledger_id, i.failure from onboarding_item i join ledger l on l.tenant_id = i.tenant_id and l.id = i.ledger
     where i.tenant_id = $1 and i.batch = $2 and i.state = 'failed' order by i.place limit $3`,
    [tx.tenantId, batch, limit],
  );
  return rows.map((row) => ({ ledger: row.ledger, ledgerId: row.ledger_id, failure: row.failure }));
}

/** The next ledger to take in, locked; one that another worker holds is passed over. */
export async function takeNextItem(tx: TenantTx, batch: BatchId): Promise<LedgerUid | undefined> {
  const rows = await tx.query<{ ledger: LedgerUid }>(
    `select ledger from onboarding_item where tenant_id = $1 and batch = $2 and state = 'waiting'
     order by place limit 1 for update skip locked`,
    [tx.tenantId, batch],
  );
  return rows[0]?.ledger;
}

/** Notes what came of a ledger, and puts the batch's waking off: somebody is at work. */
export async function settleItem(
  tx: TenantTx,
  item: Readonly<{
    batch: BatchId;
    ledger: LedgerUid;
    outcome: "taken" | "unchanged" | "failed";
    failure?: string;
    wakeAtMs: number;
  }>,
): Promise<void> {
  await tx.execute(
    "update onboarding_item set state = $4, failure = $5 where tenant_id = $1 and batch = $2 and ledger = $3 and state = 'waiting'",
    [tx.tenantId, item.batch, item.ledger, item.outcome, item.failure ?? null],
  );
  await tx.execute(
    `update onboarding_batch set taken = taken + ($3 = 'taken')::int, unchanged = unchanged + ($3 = 'unchanged')::int,
       failed = failed + ($3 = 'failed')::int, wake_at = to_timestamp($4 / 1000.0)
     where tenant_id = $1 and id = $2 and state = 'running'`,
    [tx.tenantId, item.batch, item.outcome, item.wakeAtMs],
  );
}

/** Ends the batch if nothing of it is left; whether it has ended. */
export async function finishBatch(tx: TenantTx, batch: BatchId, nowMs: number): Promise<boolean> {
  const count = await tx.execute(
    `update onboarding_batch set state = 'done', wake_at = null, finished_at = to_timestamp($3 / 1000.0)
     where tenant_id = $1 and id = $2 and state = 'running' and taken + unchanged + failed = total`,
    [tx.tenantId, batch, nowMs],
  );
  return count > 0;
}

function toRow(row: Row): BatchRow {
  return {
    id: row.id,
    createdAt: row.created_at,
    actor: { kind: row.actor_kind, id: row.actor_id, name: row.actor_name },
    state: row.state,
    total: row.total,
    taken: row.taken,
    unchanged: row.unchanged,
    failed: row.failed,
    booksFrom: row.books_from ?? undefined,
    language: row.language ?? undefined,
    responsible:
      row.responsible_id === null || row.responsible_name === null
        ? undefined
        : { id: row.responsible_id, name: row.responsible_name },
    finishedAt: row.finished_at ?? undefined,
  };
}
