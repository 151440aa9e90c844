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
  // Whoever follows a feed holds it when he comes to the ledger: so do we.
  await tx.execute(
    `update feed set state = 'no-access', version = version + 1, failures = 0, failure_code = null, rate = null, quiet_polls = 0, next_poll_at = null
     where tenant_id = $1 and ledger = any($2::uuid[]) and state in ('following', 'refused')`,
    [tx.tenantId, ledgers],
  );
  await tx.execute(
    `update ledger set status_before = status, status = 'revoked', revoked_at = to_timestamp($3 / 1000.0), stage_since = to_timestamp($3 / 1000.0)
     where tenant_id = $1 and id = any($2::uuid[]) and status <> 'revoked'`,
    [tx.tenantId, ledgers, nowMs],
  );
}

/**
 * Ledgers whose grant is gone remember what they were: with this, that they were handed over meanwhile, or that they
 * are not any more. A grant that comes back resumes there.
 */
export async function rememberStatus(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
  change: Readonly<{ from: "active" | "handed-over"; to: "active" | "handed-over" }>,
): Promise<void> {
  await tx.execute(
    `update ledger set status_before = $4 where tenant_id = $1 and id = any($2::uuid[]) and status = 'revoked' and status_before = $3`,
    [tx.tenantId, ledgers, change.from, change.to],
  );
}
