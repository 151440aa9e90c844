import { present } from "@/lib/core/invariant";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { CopyId, CredentialId, LedgerUid } from "@/lib/core/ids";
import type { Country } from "@/lib/domain/payout/bank-days";
import { TOPICS } from "@/lib/domain/ledger/states";
import type { LedgerStatus, Topic } from "@/lib/domain/ledger/states";
import { createFeed } from "@/lib/store/feeds";
import type { TenantTx } from "@/lib/store/tenant";

/** What the listing says of a ledger. */
export type Listing = Readonly<{
  ledgerId: string;
  currency: string;
  owner: Readonly<{ scheme: string; id: string }>;
  payoutAccount: Readonly<{ scheme: string; id: string }>;
  settlesFor: readonly string[];
  salesUnits: readonly Readonly<{
    name: string;
    recipientHandle: string;
    businessIdentifier?: Readonly<{ scheme: string; id: string }> | undefined;
  }>[];
}>;

/** A ledger of the firm, as work on it needs it. */
export type LedgerRecord = Readonly<{
  id: LedgerUid;
  ledgerId: string;
  credentialId: CredentialId;
  currency: string;
  country: Country;
  booksFrom: LedgerDate;
  status: LedgerStatus;
}>;

type LedgerRow = {
  id: LedgerUid;
  ledger_id: string;
  credential_id: CredentialId;
  currency: string;
  country: Country;
  books_from: LedgerDate;
  status: LedgerStatus;
};

const COLUMNS = "id, ledger_id, credential_id, currency, country, books_from, status";

export async function findLedger(
  tx: TenantTx,
  id: LedgerUid,
  lock: "lock" | "plain" = "plain",
): Promise<LedgerRecord | undefined> {
  const rows = await tx.query<LedgerRow>(
    `select ${COLUMNS} from ledger where tenant_id = $1 and id = $2${lock === "lock" ? " for update" : ""}`,
    [tx.tenantId, id],
  );
  return rows[0] && toRecord(rows[0]);
}

/** By Vipps MobilePay's own id. */
export async function findLedgerByExternalId(
  tx: TenantTx,
  ledgerId: string,
): Promise<LedgerRecord | undefined> {
  const rows = await tx.query<LedgerRow>(
    `select ${COLUMNS} from ledger where tenant_id = $1 and ledger_id = $2`,
    [tx.tenantId, ledgerId],
  );
  return rows[0] && toRecord(rows[0]);
}

/** Ledgers of a status in the order of their ids, after `after`. */
export async function listLedgerRecords(
  tx: TenantTx,
  filter: Readonly<{ statuses: readonly LedgerStatus[]; after?: LedgerUid; limit: number }>,
): Promise<LedgerRecord[]> {
  const rows = await tx.query<LedgerRow>(
    `select ${COLUMNS} from ledger where tenant_id = $1 and status = any($2::text[]) and ($3::uuid is null or id > $3) order by id limit $4`,
    [tx.tenantId, filter.statuses, filter.after ?? null, filter.limit],
  );
  return rows.map(toRecord);
}

/** Ledgers that came with a credential. */
export async function listLedgersOfCredential(
  tx: TenantTx,
  credentialId: CredentialId,
): Promise<LedgerRecord[]> {
  const rows = await tx.query<LedgerRow>(
    `select ${COLUMNS} from ledger where tenant_id = $1 and credential_id = $2 order by ledger_id`,
    [tx.tenantId, credentialId],
  );
  return rows.map(toRecord);
}

/** Makes a ledger in state new, with a topic, a copy and a checkpoint for funds and fees, and its first version. */
export async function createLedger(
  tx: TenantTx,
  ledger: Readonly<{
    id: LedgerUid;
    listing: Listing;
    credentialId: CredentialId;
    country: Country;
    booksFrom: LedgerDate;
    copies: Readonly<Record<Topic, CopyId>>;
    nowMs: number;
  }>,
): Promise<boolean> {
  const { id, listing, nowMs } = ledger;
  const made = await tx.execute(
    `insert into ledger (tenant_id, id, ledger_id, credential_id, currency, country, books_from, created_at, stage_since)
     values ($1, $2, $3, $4, $5, $6, $7, to_timestamp($8 / 1000.0), to_timestamp($8 / 1000.0)) on conflict (tenant_id, ledger_id) do nothing`,
    [
      tx.tenantId,
      id,
      listing.ledgerId,
      ledger.credentialId,
      listing.currency,
      ledger.country,
      ledger.booksFrom,
      nowMs,
    ],
  );
  if (made === 0) return false;
  for (const topic of TOPICS) {
    const copy = ledger.copies[topic];
    await tx.execute(
      "insert into ledger_topic (tenant_id, ledger, topic, active_copy) values ($1, $2, $3, $4)",
      [tx.tenantId, id, topic, copy],
    );
    // Nobody has taken the ledger in yet: it must not stand in the way of those that are followed.
    await createFeed(tx, { ledger: id, topic, copy }, { nowMs, firstPollAtMs: undefined });
  }
  await addLedgerVersion(tx, id, listing, nowMs);
  return true;
}

/** What the listing said last. */
export async function findCurrentVersion(
  tx: TenantTx,
  ledger: LedgerUid,
): Promise<(Omit<Listing, "ledgerId" | "currency"> & Readonly<{ version: number }>) | undefined> {
  const rows = await tx.query<{
    version: number;
    owner_scheme: string;
    owner_id: string;
    payout_scheme: string;
    payout_id: string;
    settles_for: string[];
    sales_units: Listing["salesUnits"];
  }>(
    "select version, owner_scheme, owner_id, payout_scheme, payout_id, settles_for, sales_units from ledger_version where tenant_id = $1 and ledger = $2 and valid_to is null",
    [tx.tenantId, ledger],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    version: row.version,
    owner: { scheme: row.owner_scheme, id: row.owner_id },
    payoutAccount: { scheme: row.payout_scheme, id: row.payout_id },
    settlesFor: row.settles_for,
    salesUnits: row.sales_units,
  };
}

/** Ends the current version and begins the next. */
export async function addLedgerVersion(
  tx: TenantTx,
  ledger: LedgerUid,
  listing: Listing,
  nowMs: number,
): Promise<void> {
  const ended = await tx.query<{ version: number }>(
    "update ledger_version set valid_to = to_timestamp($3 / 1000.0) where tenant_id = $1 and ledger = $2 and valid_to is null returning version",
    [tx.tenantId, ledger, nowMs],
  );
  await tx.execute(
    `insert into ledger_version (tenant_id, ledger, version, valid_from, owner_scheme, owner_id, payout_scheme, payout_id, settles_for, sales_units)
     values ($1, $2, $3, to_timestamp($4 / 1000.0), $5, $6, $7, $8, $9, $10)`,
    [
      tx.tenantId,
      ledger,
      (ended[0]?.version ?? 0) + 1,
      nowMs,
      listing.owner.scheme,
      listing.owner.id,
      listing.payoutAccount.scheme,
      listing.payoutAccount.id,
      listing.settlesFor,
      JSON.stringify(listing.salesUnits),
    ],
  );
}

/** Changes the status; a lost grant remembers what it was. */
export async function setLedgerStatus(
  tx: TenantTx,
  ledger: LedgerUid,
  change: Readonly<{ to: LedgerStatus; booksFrom?: LedgerDate; bankAccount?: string; nowMs: number }>,
): Promise<void> {
  await tx.execute(
    `update ledger set status_before = case when $3 = 'revoked' and status <> 'revoked' then status else null end,
       revoked_at = case when $3 = 'revoked' then to_timestamp($4 / 1000.0) else null end,
       stage_since = case when status <> $3 then to_timestamp($4 / 1000.0) else stage_since end,
       ignored_reason = case when $3 = 'active' then null else ignored_reason end,
       status = $3, books_from = coalesce($5, books_from), bank_account = coalesce($6, bank_account)
     where tenant_id = $1 and id = $2`,
    [tx.tenantId, ledger, change.to, change.nowMs, change.booksFrom ?? null, change.bankAccount ?? null],
  );
}

/** What a revoked ledger was before. */
export async function statusBeforeRevocation(
  tx: TenantTx,
  ledger: LedgerUid,
): Promise<Exclude<LedgerStatus, "revoked">> {
  const rows = await tx.query<{ status_before: Exclude<LedgerStatus, "revoked"> | null }>(
    "select status_before from ledger where tenant_id = $1 and id = $2",
    [tx.tenantId, ledger],
  );
  return present(rows[0], "the ledger").status_before ?? "new";
}

/** The credential of a ledger changes: another grant opens it. */
export async function setLedgerCredential(
  tx: TenantTx,
  ledger: LedgerUid,
  credentialId: CredentialId,
): Promise<void> {
  await tx.execute("update ledger set credential_id = $3 where tenant_id = $1 and id = $2", [
    tx.tenantId,
    ledger,
    credentialId,
  ]);
}

/** When the topic's dates are next to be compared with their reports, if earlier than now noted. */
export async function hastenProof(
  tx: TenantTx,
  ledger: LedgerUid,
  topic: Topic,
  atMs: number,
): Promise<void> {
  await tx.execute(
    `update ledger_topic set next_proof_at = least(coalesce(next_proof_at, 'infinity'), to_timestamp($4 / 1000.0))
     where tenant_id = $1 and ledger = $2 and topic = $3`,
    [tx.tenantId, ledger, topic, atMs],
  );
}

function toRecord(row: LedgerRow): LedgerRecord {
  return {
    id: row.id,
    ledgerId: row.ledger_id,
    credentialId: row.credential_id,
    currency: row.currency,
    country: row.country,
    booksFrom: row.books_from,
    status: row.status,
  };
}
