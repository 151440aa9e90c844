import { dateInZone, startOfYear } from "@/lib/core/ledger-date";
import { newId } from "@/lib/core/ids";
import type { CredentialId } from "@/lib/core/ids";
import { countryOfLedger } from "@/lib/domain/merchant/country";
import { TIME_ZONES } from "@/lib/domain/payout/bank-days";
import type { ServiceContext } from "@/lib/services/context";
import { noteArrival } from "@/lib/services/onboarding/note-arrival";
import { holdCredential } from "@/lib/store/credentials";
import { setFeedStates } from "@/lib/store/feeds";
import { openIssue, resolveIssue } from "@/lib/store/issues";
import {
  addLedgerVersion,
  createLedger,
  findCurrentVersion,
  findLedgerByExternalId,
  hastenProof,
  setLedgerCredential,
  setLedgerStatus,
  statusBeforeRevocation,
} from "@/lib/store/ledgers";
import type { LedgerRecord, Listing } from "@/lib/store/ledgers";
import { recordAudit } from "@/lib/store/audit";
import { markLedgerDue } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Brings what a listing says of one ledger into the firm: a new ledger, a new version of a known one, or a
 * grant that is back. A changed payout account opens an issue until a person acknowledges it.
 */
export async function reflectListing(
  ctx: ServiceContext,
  { credentialId, listing }: Readonly<{ credentialId: CredentialId; listing: Listing }>,
): Promise<"added" | "changed" | "resumed" | "same"> {
  const nowMs = ctx.clock.nowMs();
  return withTenant(ctx.database, ctx, async (tx) => {
    const known = await findLedgerByExternalId(tx, listing.ledgerId);
    // Keys that are removed meanwhile must not be given a ledger.
    if (known !== undefined && known.status !== "revoked") {
      // Also of one that was there: the waiting may have begun while its listing was under way.
      await noteArrival(tx, ctx, { id: known.id, ledgerId: known.ledgerId, owner: listing.owner });
      return (await renewVersion(tx, { known, listing, nowMs })) ? "changed" : "same";
    }
    if (!(await holdCredential(tx, credentialId))) return "same";
    if (known === undefined) {
      const country = countryOfLedger(listing);
      const id = newId<"ledger">(nowMs);
      const isMade = await createLedger(tx, {
        id,
        listing,
        credentialId,
        country,
        booksFrom: startOfYear(dateInZone(nowMs, TIME_ZONES[country])),
        copies: { funds: newId<"copy">(nowMs), fees: newId<"copy">(nowMs) },
        nowMs,
      });
      if (isMade) await noteArrival(tx, ctx, { id, ledgerId: listing.ledgerId, owner: listing.owner });
      return isMade ? "added" : "same";
    }
    await noteArrival(tx, ctx, { id: known.id, ledgerId: known.ledgerId, owner: listing.owner });
    await resume(tx, { ctx, known, credentialId });
    await renewVersion(tx, { known, listing, nowMs });
    return "resumed";
  });
}

async function resume(
  tx: TenantTx,
  {
    ctx,
    known,
    credentialId,
  }: Readonly<{ ctx: ServiceContext; known: LedgerRecord; credentialId: CredentialId }>,
): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  if (known.credentialId !== credentialId) await setLedgerCredential(tx, known.id, credentialId);
  const before = await statusBeforeRevocation(tx, known.id);
  await setLedgerStatus(tx, known.id, { to: before, nowMs });
  // What was handed over is not followed because its grant is back: a person takes it back.
  if (before !== "handed-over") {
    const isResting = before !== "active";
    await setFeedStates(tx, known.id, { from: ["no-access"], to: "following", nowMs, isResting });
  }
  if (before === "active") {
    await hastenProof(tx, known.id, "funds", nowMs);
    await hastenProof(tx, known.id, "fees", nowMs);
  }
  await resolveIssue(tx, {
    kind: "grant-revoked",
    subjectType: "ledger",
    subjectId: known.id,
    nowMs,
    by: "system",
  });
  await recordAudit(tx, ctx, { action: "grant.returned", subjectType: "ledger", subjectId: known.id });
}

async function renewVersion(
  tx: TenantTx,
  { known, listing, nowMs }: Readonly<{ known: LedgerRecord; listing: Listing; nowMs: number }>,
): Promise<boolean> {
  const current = await findCurrentVersion(tx, known.id);
  if (current === undefined || canonical(current) === canonical(listing)) return false;
  // By another handle, or on another account, other lines may be this ledger's.
  await markLedgerDue(tx, known.id, [0n]);
  await addLedgerVersion(tx, known.id, listing, nowMs);
  await markLedgerDue(tx, known.id, [0n]);
  const before = current.payoutAccount;
  const after = listing.payoutAccount;
  if (before.scheme !== after.scheme || before.id !== after.id) {
    await openIssue(tx, {
      kind: "payout-account-changed",
      subjectType: "ledger",
      subjectId: known.id,
      ledger: known.id,
      facts: {
        ledgerId: known.ledgerId,
        before: `${before.scheme} ${before.id}`,
        after: `${after.scheme} ${after.id}`,
      },
      nowMs,
    });
  }
  return true;
}

/** The same for listings that say the same: order of handles and units does not matter. */
function canonical(listing: Omit<Listing, "ledgerId" | "currency">): string {
  const { owner, payoutAccount, settlesFor, salesUnits } = listing;
  const units = salesUnits.map((unit) => [
    unit.recipientHandle,
    unit.name,
    unit.businessIdentifier?.scheme ?? "",
    unit.businessIdentifier?.id ?? "",
  ]);
  return JSON.stringify([
    owner.scheme,
    owner.id,
    payoutAccount.scheme,
    payoutAccount.id,
    [...settlesFor].sort(),
    units.map((unit) => JSON.stringify(unit)).sort(),
  ]);
}
