import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { CredentialId, LedgerUid } from "@/lib/core/ids";
import type { KeysRemoved } from "@/lib/contracts/settings";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { findOwnKeys } from "@/lib/services/keys/own-keys";
import { OPENINGS_MAX } from "@/lib/services/keys/try-keys";
import { endPersons } from "@/lib/services/persons/turn-off-persons";
import { recordAudits } from "@/lib/store/audit";
import { deleteCredential, holdCredential, listOpenings, lockCredential } from "@/lib/store/credentials";
import { resolveIssue } from "@/lib/store/issues";
import { listLedgersOfCredential } from "@/lib/store/ledgers";
import { rekeyLedgers, revokeLedgers } from "@/lib/store/ledgers-rekeyed";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Removes a set of the firm's keys. Ledgers that other keys open are read with those from now on; the others are
 * revoked as if their grants had ended: their data stay, and they go on where they stopped when keys open them again.
 * `confirmation` is the client id, written out. Throws: forbidden, not_found, invalid_input.
 */
export async function removeKeys(
  ctx: ServiceContext,
  input: Readonly<{ id: string; confirmation: string }>,
): Promise<KeysRemoved> {
  requirePermission(ctx, "keys.manage");
  const id = parseId<"credential">(input.id);
  const keys = await withTenant(ctx.database, ctx, (tx) => findOwnKeys(tx, id));
  if (input.confirmation.trim() !== keys.clientId) {
    throw new AppError("invalid_input", "the client id is not the one of these keys; nothing is removed", {
      fields: [{ field: "confirmation", message: `must be ${keys.clientId}` }],
    });
  }
  return takeKeysAway(ctx, id);
}

/** Hands over what other keys open, revokes the rest, and removes the keys: all of it or nothing. Throws: forbidden, not_found. */
export async function takeKeysAway(ctx: ServiceContext, id: CredentialId): Promise<KeysRemoved> {
  requirePermission(ctx, "keys.manage");
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const keys = await findOwnKeys(tx, id);
    if (!(await lockCredential(tx, id)))
      throw new AppError("not_found", "there are no accounting keys with this id");
    const { handedOver, orphaned } = await divide(tx, id);
    await rekeyLedgers(tx, handedOver);
    await revokeLedgers(tx, orphaned, nowMs);
    for (const ledger of orphaned) await endPersons(tx, ctx, { ledger, reason: "grant lost" });
    await deleteCredential(tx, id);
    const subject = { subjectType: "credential", subjectId: id } as const;
    for (const kind of ["keys-rejected", "many-ledgers-vanished"] as const)
      await resolveIssue(tx, {
        kind,
        ...subject,
        nowMs,
        by: ctx.actor.name,
        reason: "the keys were removed",
      });
    await recordAudits(tx, ctx, [
      {
        action: "keys.removed",
        ...subject,
        before: { clientId: keys.clientId, fingerprint: keys.fingerprint ?? "" },
        after: { handedOver: String(handedOver.length), revoked: String(orphaned.length) },
      },
      ...handedOver.map(({ ledger, credentialId }) => ({
        action: "ledger.rekeyed",
        subjectType: "ledger",
        subjectId: ledger,
        before: { credentialId: id },
        after: { credentialId },
      })),
      ...orphaned.map((ledger) => ({
        action: "grant.lost",
        subjectType: "ledger",
        subjectId: ledger,
        after: { reason: "keys-removed", clientId: keys.clientId },
      })),
    ]);
    return { handedOver: handedOver.length, revoked: orphaned.length };
  });
}

/** The ledgers that are read with these keys: those that others open, held by them, and those that nobody else opens. */
async function divide(
  tx: TenantTx,
  id: CredentialId,
): Promise<
  Readonly<{
    handedOver: readonly Readonly<{ ledger: LedgerUid; credentialId: CredentialId }>[];
    orphaned: readonly LedgerUid[];
  }>
> {
  const openings = await listOpenings(tx, { credentialId: id, isAlone: false, limit: OPENINGS_MAX });
  const others = new Map(openings.map(({ ledgerId, other }) => [ledgerId, other]));
  const held = new Map<CredentialId, boolean>();
  const handedOver: Readonly<{ ledger: LedgerUid; credentialId: CredentialId }>[] = [];
  const orphaned: LedgerUid[] = [];
  for (const ledger of await listLedgersOfCredential(tx, id)) {
    if (ledger.status === "revoked") continue;
    const other = others.get(ledger.ledgerId);
    if (other !== undefined && !held.has(other)) held.set(other, await holdCredential(tx, other));
    if (other !== undefined && held.get(other) === true)
      handedOver.push({ ledger: ledger.id, credentialId: other });
    else orphaned.push(ledger.id);
  }
  return { handedOver, orphaned };
}
