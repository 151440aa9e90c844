import { present } from "@/lib/core/invariant";
import type { CredentialId, LedgerUid } from "@/lib/core/ids";
import { toCredential } from "@/lib/store/system";
import type { Credential, CredentialRow } from "@/lib/store/system";
import type { TenantTx } from "@/lib/store/tenant";

/** Stores a firm's own accounting keys; the same client id again replaces the secret. Returns the id that is kept. */
export async function putCredential(
  tx: TenantTx,
  credential: Readonly<{ id: CredentialId; clientId: string; secretSealed: string; nowMs: number }>,
): Promise<CredentialId> {
  const rows = await tx.query<{ id: CredentialId }>(
    "select installation.put_credential($1, $2, $3, to_timestamp($4 / 1000.0)) as id",
    [credential.id, credential.clientId, credential.secretSealed, credential.nowMs],
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
): Promise<Pick<Credential, "id" | "owner" | "clientId" | "secretSealed" | "state"> | undefined> {
  const rows = await tx.query<Omit<CredentialRow, "last_proven_at" | "vanished_held">>(
    "select * from installation.ledger_credential($1)",
    [ledger],
  );
  const row = rows[0];
  if (row === undefined) return undefined;
  return {
    id: row.id,
    owner: row.owner ?? undefined,
    clientId: row.client_id,
    secretSealed: row.secret_sealed,
    state: row.state,
  };
}
