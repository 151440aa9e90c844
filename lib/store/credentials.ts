import { present } from "@/lib/core/invariant";
import type { CredentialId, LedgerUid } from "@/lib/core/ids";
import type { MailLanguage } from "@/lib/domain/access/language";
import type { Listing } from "@/lib/store/ledgers";
import { toCredential } from "@/lib/store/system";
import type { Credential, CredentialRow } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** Stores a firm's own accounting keys; the same client id again replaces the secret. Returns the id that is kept. */
export async function putCredential(
  tx: TenantTx,
  credential: Readonly<{
    id: CredentialId;
    clientId: string;
    secretSealed: string;
    fingerprint: string;
    nowMs: number;
  }>,
): Promise<CredentialId> {
  const rows = await tx.query<{ id: CredentialId }>(
    "select installation.put_credential($1, $2, $3, $4, to_timestamp($5 / 1000.0)) as id",
    [credential.id, credential.clientId, credential.secretSealed, credential.fingerprint, credential.nowMs],
  );
  return present(rows[0], "the stored credential").id;
}

/** The firm's own accounting keys. */
export async function listOwnCredentials(tx: TenantTx): Promise<Credential[]> {
  const rows = await tx.query<Omit<CredentialRow, "owner">>("select * from installation.own_credentials()");
  return rows.map((row) => toCredential({ ...row, owner: tx.tenantId }));
}

/** The accounting keys that open a ledger of the firm: its own, or the installation's if the ledger is assigned to it. */
export async function findLedgerCredential(
  tx: TenantTx,
  ledger: LedgerUid,
): Promise<
  | (Pick<Credential, "id" | "owner" | "clientId" | "secretSealed" | "state"> &
      Readonly<{ lastUsedAt: string | undefined }>)
  | undefined
> {
  const rows = await tx.query<
    Omit<CredentialRow, "last_proven_at" | "vanished_held"> & { last_used_at: string | null }
  >("select * from installation.ledger_credential($1)", [ledger]);
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    owner: row.owner ?? undefined,
    clientId: row.client_id,
    secretSealed: row.secret_sealed,
    state: row.state,
    lastUsedAt: row.last_used_at ?? undefined,
  };
}

/** Notes that keys were used for the firm. */
export async function noteCredentialUse(tx: TenantTx, id: CredentialId, nowMs: number): Promise<void> {
  await tx.query("select installation.credential_used($1, to_timestamp($2 / 1000.0))", [id, nowMs]);
}

/** A firm's own keys as people see them: without the secret, sealed or not. */
export type OwnKeys = Readonly<{
  id: CredentialId;
  clientId: string;
  /** Undefined for keys that were stored before there were fingerprints. */
  fingerprint: string | undefined;
  state: Credential["state"];
  storedAt: string;
  lastProvenAt: string;
  lastUsedAt: string | undefined;
  inDoubtSince: string | undefined;
  opens: number;
}>;

export async function listOwnKeys(tx: TenantTx): Promise<OwnKeys[]> {
  const rows = await tx.query<{
    id: CredentialId;
    client_id: string;
    fingerprint: string | null;
    state: Credential["state"];
    stored_at: string;
    last_proven_at: string;
    last_used_at: string | null;
    in_doubt_since: string | null;
    opens: bigint;
  }>("select * from installation.own_keys()");
  return rows.map((row) => ({
    id: row.id,
    clientId: row.client_id,
    fingerprint: row.fingerprint ?? undefined,
    state: row.state,
    storedAt: row.stored_at,
    lastProvenAt: row.last_proven_at,
    lastUsedAt: row.last_used_at ?? undefined,
    inDoubtSince: row.in_doubt_since ?? undefined,
    opens: Number(row.opens),
  }));
}

/** A ledger that keys of the firm open, and what we have of it. */
export type Opening = Readonly<{
  ledgerId: string;
  listing: Listing;
  /** Other keys that open it too. */
  other: CredentialId | undefined;
  ledger: LedgerUid | undefined;
  status: string | undefined;
  merchantName: string | undefined;
}>;

/** What keys of the firm open, by ledgerId, after a place; `isAlone`: only what no other keys open. */
export async function listOpenings(
  tx: TenantTx,
  filter: Readonly<{
    credentialId: CredentialId;
    isAlone: boolean;
    after?: string | undefined;
    limit: number;
  }>,
): Promise<Opening[]> {
  const rows = await tx.query<{
    ledger_id: string;
    listing: Listing;
    other: CredentialId | null;
    ledger: LedgerUid | null;
    status: string | null;
    merchant_name: string | null;
  }>(
    `select o.ledger_id, o.listing, o.other, l.id as ledger, l.status, m.name as merchant_name
     from installation.openings($2, $3, $4, $5) o
     left join ledger l on l.tenant_id = $1 and l.ledger_id = o.ledger_id
     left join ledger_merchant lm on lm.tenant_id = $1 and lm.ledger = l.id and lm.valid_to = 'infinity'
     left join merchant m on m.tenant_id = $1 and m.id = lm.merchant order by o.ledger_id`,
    [tx.tenantId, filter.credentialId, filter.isAlone, filter.after ?? null, filter.limit],
  );
  return rows.map((row) => ({
    ledgerId: row.ledger_id,
    listing: row.listing,
    other: row.other ?? undefined,
    ledger: row.ledger ?? undefined,
    status: row.status ?? undefined,
    merchantName: row.merchant_name ?? undefined,
  }));
}

/** Holds keys that a ledger is given to until the transaction ends, so that nobody removes them. False: they are gone. */
export async function holdCredential(tx: TenantTx, id: CredentialId): Promise<boolean> {
  const rows = await tx.query<{ held: boolean }>("select installation.hold_credential($1) as held", [id]);
  return rows[0]?.held ?? false;
}

/** Has keys of the firm alone until the transaction ends. False: they are not the firm's, or gone. */
export async function lockCredential(tx: TenantTx, id: CredentialId): Promise<boolean> {
  const rows = await tx.query<{ locked: boolean }>("select installation.lock_credential($1) as locked", [id]);
  return rows[0]?.locked ?? false;
}

/** Removes keys of the firm that no ledger is read with any more. */
export async function deleteCredential(tx: TenantTx, id: CredentialId): Promise<void> {
  await tx.query("select installation.remove_credential($1)", [id]);
}

/** An owner or admin of the firm, to write to. */
export type FirmAdmin = Readonly<{ email: string; name: string; language: MailLanguage }>;

export async function listFirmAdmins(tx: TenantTx): Promise<FirmAdmin[]> {
  return tx.query<FirmAdmin>("select email, name, language from installation.admins_of_firm()");
}

/** The firm's own name and slug. */
export async function findFirm(tx: TenantTx): Promise<Readonly<{ name: string; slug: string }>> {
  const rows = await tx.query<{ name: string; slug: string }>(
    "select name, slug from tenant where tenant_id = $1",
    [tx.tenantId],
  );
  return present(rows[0], "the firm");
}
