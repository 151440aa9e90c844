import type { CopyId, CredentialId, LedgerUid, TenantId } from "@/lib/core/ids";
import type { Topic } from "@/lib/domain/ledger/states";
import type { Database, SqlTransaction } from "@/lib/platform/database/database";
import type { Listing } from "@/lib/store/ledgers";

declare const systemBrand: unique symbol;

/** A transaction without a tenant: it sees no tenant's rows, and may only call the functions of schema installation. */
export type SystemTx = SqlTransaction & Readonly<{ [systemBrand]: true }>;

export function withSystem<T>(database: Database, work: (tx: SystemTx) => Promise<T>): Promise<T> {
  return database.transaction((tx) => work(tx as SystemTx));
}

/** The firm with this slug: for commands and pages, which begin with it. */
export async function findTenantBySlug(
  tx: SystemTx,
  slug: string,
): Promise<Readonly<{ id: TenantId; name: string }> | undefined> {
  const rows = await tx.query<{ tenant_id: TenantId; name: string }>(
    "select tenant_id, name from installation.find_tenant($1)",
    [slug],
  );
  return rows[0] && { id: rows[0].tenant_id, name: rows[0].name };
}

export type DueFeed = Readonly<{
  tenantId: TenantId;
  ledger: LedgerUid;
  topic: Topic;
  copy: CopyId;
  isActive: boolean;
}>;
export type DueProof = Readonly<{ tenantId: TenantId; ledger: LedgerUid; topic: Topic }>;
export type Shard = Readonly<{
  nowMs: number;
  shard: number;
  shards: number;
  tenantShare: number;
  limit: number;
}>;

/** Feeds whose next look is due; of each firm at most its share. */
export async function listDueFeeds(tx: SystemTx, shard: Shard): Promise<DueFeed[]> {
  const rows = await tx.query<{
    tenant_id: TenantId;
    ledger: LedgerUid;
    topic: Topic;
    copy: CopyId;
    active: boolean;
  }>("select * from installation.feeds_due(to_timestamp($1 / 1000.0), $2, $3, $4, $5)", [
    shard.nowMs,
    shard.shard,
    shard.shards,
    shard.tenantShare,
    shard.limit,
  ]);
  return rows.map((row) => ({
    tenantId: row.tenant_id,
    ledger: row.ledger,
    topic: row.topic,
    copy: row.copy,
    isActive: row.active,
  }));
}

/** Topics whose dates are due for comparison with their reports. */
export async function listDueProofs(tx: SystemTx, shard: Shard): Promise<DueProof[]> {
  const rows = await tx.query<{ tenant_id: TenantId; ledger: LedgerUid; topic: Topic }>(
    "select * from installation.proofs_due(to_timestamp($1 / 1000.0), $2, $3, $4, $5)",
    [shard.nowMs, shard.shard, shard.shards, shard.tenantShare, shard.limit],
  );
  return rows.map((row) => ({ tenantId: row.tenant_id, ledger: row.ledger, topic: row.topic }));
}

/** Credentials whose list of ledgers is due to be read. */
export async function listDueCredentials(
  tx: SystemTx,
  nowMs: number,
  limit: number,
): Promise<CredentialId[]> {
  const rows = await tx.query<{ id: CredentialId }>(
    "select id from installation.credentials_due(to_timestamp($1 / 1000.0), $2)",
    [nowMs, limit],
  );
  return rows.map((row) => row.id);
}

/** Accounting keys as stored: the secret is sealed. `owner` undefined: the installation's own. */
export type Credential = Readonly<{
  id: CredentialId;
  owner: TenantId | undefined;
  clientId: string;
  secretSealed: string;
  state: "proven" | "in-doubt";
  lastProvenAt: string;
  vanishedHeld: boolean;
}>;

export type CredentialRow = {
  id: CredentialId;
  owner: TenantId | null;
  client_id: string;
  secret_sealed: string;
  state: "proven" | "in-doubt";
  last_proven_at: string;
  vanished_held: boolean;
};

export function toCredential(row: CredentialRow): Credential {
  return {
    id: row.id,
    owner: row.owner ?? undefined,
    clientId: row.client_id,
    secretSealed: row.secret_sealed,
    state: row.state,
    lastProvenAt: row.last_proven_at,
    vanishedHeld: row.vanished_held,
  };
}

export async function findCredential(tx: SystemTx, id: CredentialId): Promise<Credential | undefined> {
  const rows = await tx.query<CredentialRow>("select * from installation.credential($1)", [id]);
  return rows[0] && toCredential(rows[0]);
}

/** Since when many ledgers of this credential are missing at once; undefined: nothing is held. */
export async function findHeldSince(tx: SystemTx, id: CredentialId): Promise<string | undefined> {
  const rows = await tx.query<{ since: string | null }>("select installation.vanished_since($1) as since", [
    id,
  ]);
  return rows[0]?.since ?? undefined;
}

/** A hold begins: what is missing since now is what it is about. */
export async function holdVanished(tx: SystemTx, id: CredentialId, nowMs: number): Promise<void> {
  await tx.query("select installation.hold_vanished($1, to_timestamp($2 / 1000.0))", [id, nowMs]);
}

/** Every credential and its owner: for the rotation of encryption keys. */
export async function listAllCredentials(tx: SystemTx): Promise<CredentialId[]> {
  const rows = await tx.query<{ id: CredentialId }>("select id from installation.all_credentials()");
  return rows.map((row) => row.id);
}

export async function setCredentialState(
  tx: SqlTransaction,
  id: CredentialId,
  change: Readonly<{
    state: "proven" | "in-doubt";
    nowMs: number;
    nextDiscoveryAtMs: number;
    vanishedHeld: boolean;
    /** A token was just given for them: only then are they proven anew. */
    isProof: boolean;
  }>,
): Promise<void> {
  await tx.query(
    "select installation.set_credential_state($1, $2, to_timestamp($3 / 1000.0), to_timestamp($4 / 1000.0), $5, $6)",
    [id, change.state, change.nowMs, change.nextDiscoveryAtMs, change.vanishedHeld, change.isProof],
  );
}

/** Replaces a sealed secret by the same one sealed anew, unless it was replaced meanwhile. */
export async function resealCredential(
  tx: SystemTx,
  id: CredentialId,
  change: Readonly<{ before: string; after: string; fingerprint: string }>,
): Promise<boolean> {
  const rows = await tx.query<{ changed: boolean }>(
    "select installation.reseal_credential($1, $2, $3, $4) as changed",
    [id, change.before, change.after, change.fingerprint],
  );
  return rows[0]?.changed ?? false;
}

/** A ledger as the listings of one credential have shown it. */
export type Discovered = Readonly<{
  listing: Listing;
  missingSince: string | undefined;
  tenantId: TenantId | undefined;
}>;

export async function listDiscovered(tx: SystemTx, credential: CredentialId): Promise<Discovered[]> {
  const rows = await tx.query<{ listing: Listing; missing_since: string | null; tenant_id: TenantId | null }>(
    "select listing, missing_since, tenant_id from installation.discovered($1)",
    [credential],
  );
  return rows.map((row) => ({
    listing: row.listing,
    missingSince: row.missing_since ?? undefined,
    tenantId: row.tenant_id ?? undefined,
  }));
}

/** Records a complete listing: what is not in it is missing from now on. */
export async function recordListing(
  tx: SystemTx,
  credential: CredentialId,
  nowMs: number,
  listings: readonly Listing[],
): Promise<void> {
  await tx.query("select installation.record_listing($1, to_timestamp($2 / 1000.0), $3)", [
    credential,
    nowMs,
    JSON.stringify(listings),
  ]);
}
