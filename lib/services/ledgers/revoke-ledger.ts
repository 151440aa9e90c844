import type { CredentialId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { endPersons } from "@/lib/services/persons/turn-off-persons";
import { recordAudit } from "@/lib/store/audit";
import { holdCredential, listOwnCredentials } from "@/lib/store/credentials";
import { setFeedStates } from "@/lib/store/feeds";
import { openIssue } from "@/lib/store/issues";
import { findLedgerByExternalId, setLedgerCredential, setLedgerStatus } from "@/lib/store/ledgers";
import { listDiscovered, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/**
 * A grant is gone: the books stay, people's data are dropped, polling stops, an issue opens. A ledger that other keys of the firm still
 * open is read with those instead: granted twice, copied once. False when there was nothing to revoke.
 */
export async function revokeLedger(
  ctx: ServiceContext,
  { credentialId, ledgerId }: Readonly<{ credentialId: CredentialId; ledgerId: string }>,
): Promise<boolean> {
  const other = await findOtherCredential(ctx, { credentialId, ledgerId });
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedgerByExternalId(tx, ledgerId);
    if (ledger === undefined || ledger.status === "revoked" || ledger.credentialId !== credentialId)
      return false;
    if (other !== undefined && (await holdCredential(tx, other))) {
      await setLedgerCredential(tx, ledger.id, other);
      // Another credential raises the version, so that a page under way is dropped.
      const isResting = ledger.status !== "active";
      await setFeedStates(tx, ledger.id, { from: ["following"], to: "following", nowMs, isResting });
      return false;
    }
    // Whoever follows a feed holds it when he comes to the ledger: so do we.
    await setFeedStates(tx, ledger.id, { from: ["following", "refused"], to: "no-access", nowMs });
    await setLedgerStatus(tx, ledger.id, { to: "revoked", nowMs });
    await endPersons(tx, ctx, { ledger: ledger.id, reason: "grant lost" });
    await openIssue(tx, {
      kind: "grant-revoked",
      subjectType: "ledger",
      subjectId: ledger.id,
      ledger: ledger.id,
      facts: { ledgerId },
      nowMs,
    });
    await recordAudit(tx, ctx, { action: "grant.lost", subjectType: "ledger", subjectId: ledger.id });
    return true;
  });
}

async function findOtherCredential(
  ctx: ServiceContext,
  { credentialId, ledgerId }: Readonly<{ credentialId: CredentialId; ledgerId: string }>,
): Promise<CredentialId | undefined> {
  const own = await withTenant(ctx.database, ctx, (tx) => listOwnCredentials(tx));
  for (const credential of own) {
    if (credential.id === credentialId) continue;
    const discovered = await withSystem(ctx.database, (tx) => listDiscovered(tx, credential.id));
    if (discovered.some((found) => found.listing.ledgerId === ledgerId && found.missingSince === undefined))
      return credential.id;
  }
  return undefined;
}
