import type { CredentialId, LedgerUid } from "@/lib/core/ids";
import type { TenantTx } from "@/lib/store/tenant";

/** What happens to ledgers when keys go: many at once, in a statement each. */

/** Reads ledgers with other keys from now on; a page under way is dropped. */
export async function rekeyLedgers(
  tx: TenantTx,
  given: readonly Readonly<{ ledger: LedgerUid; credentialId: CredentialId }>[],
): Promise<void> {
  if (given.length === 0) return;
  const ledgers = given.map(({ ledger }) => ledger);
  await tx.execute(
    `update ledger l set credential_id = g.credential from unnest($2::uuid[], $3::uuid[]) g(ledger, credential)
     where l.tenant_id = $1 and l.id = g.ledger`,
    [tx.tenantId, ledgers, given.map(({ credentialId }) => credentialId)],
  );
  await tx.execute(
    "update feed set version = version + 1, failures = 0, failure_code = null where tenant_id = $1 and ledger = any($2::uuid[]) and state = 'following'",
    [tx.tenantId, ledgers],
  );
}

/** Ends the grants of ledgers: what they were is remembered, and nothing is asked any more. */
export async function revokeLedgers(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
  nowMs: number,
): Promise<void> {
  if (ledgers.length === 0) return;
  await tx.execute(
    `update ledger set status_before = status, status = 'revoked', revoked_at = to_timestamp($3 / 1000.0)
     where tenant_id = $1 and id = any($2::uuid[]) and status <> 'revoked'`,
    [tx.tenantId, ledgers, nowMs],
  );
  await tx.execute(
    `update feed set state = 'no-access', version = version + 1, failures = 0, failure_code = null, rate = null, quiet_polls = 0, next_poll_at = null
     where tenant_id = $1 and ledger = any($2::uuid[]) and state in ('following', 'refused')`,
    [tx.tenantId, ledgers],
  );
}
