import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError, hasCode } from "@/lib/core/errors";
import type { CredentialId, TenantId } from "@/lib/core/ids";
import { spreadOf } from "@/lib/domain/ledger/polling";
import { judgeVanishing } from "@/lib/domain/ledger/vanishing";
import { systemContext } from "@/lib/services/context";
import type { Services } from "@/lib/services/context";
import { doubtKeys } from "@/lib/services/keys/doubt-keys";
import { endDoubt } from "@/lib/services/keys/end-doubt";
import { accessWith } from "@/lib/services/keys/ledger-access";
import { reflectListing } from "@/lib/services/ledgers/reflect-listing";
import { revokeLedger } from "@/lib/services/ledgers/revoke-ledger";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { openIssue, resolveIssue } from "@/lib/store/issues";
import { listLedgersOfCredential } from "@/lib/store/ledgers";
import type { Listing } from "@/lib/store/ledgers";
import { noteDiscovery } from "@/lib/store/onboarding-facts";
import {
  findCredential,
  findHeldSince,
  holdVanished,
  listDiscovered,
  recordListing,
  setCredentialState,
  withSystem,
} from "@/lib/store/system";
import type { Credential, Discovered } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

const EVERY_MS = HOUR_MS;
const RETRY_MS = 5 * MINUTE_MS;

export type DiscoveryReport = Readonly<{ listed: number; added: number; revoked: number; held: boolean }>;

/**
 * Synchronises the list of granted ledgers of one credential (DESIGN §5, "Discovery"). Only a full listing
 * counts. New ledgers of a firm's keys go to its onboarding list; the installation's wait for an operator.
 * Throws what the provider's failure was, after the next attempt is noted: keys_rejected, provider_….
 */
export async function discoverLedgers(
  services: Services,
  credentialId: CredentialId,
  options: Readonly<{ signal?: AbortSignal }> = {},
): Promise<DiscoveryReport> {
  const { database, clock } = services;
  const before = await withSystem(database, async (tx) => ({
    credential: await findCredential(tx, credentialId),
    known: await listDiscovered(tx, credentialId),
    heldSince: await findHeldSince(tx, credentialId),
  }));
  const { credential, known, heldSince } = before;
  if (credential === undefined) throw new AppError("not_found", "there are no such accounting keys");
  const listings = await readListing(services, credential, options.signal);
  const nowMs = clock.nowMs();
  // A grant that was seen to end is no news any more; nor is one that was missing before the hold began part of it.
  const ended = await listRevoked(services, credential, known);
  const vanishing = judgeVanishing(
    known
      .filter((ledger) => !ended.has(ledger.listing.ledgerId) && !isOlderThan(ledger, heldSince))
      .map((ledger) => ({ ledgerId: ledger.listing.ledgerId, missingSince: ledger.missingSince })),
    new Set(listings.map((listing) => listing.ledgerId)),
    nowMs,
  );
  // Meanwhile a person may have confirmed a hold, given a ledger to a firm, or taken it back.
  const { owners, held } = await withSystem(database, async (tx) => {
    await recordListing(tx, credentialId, nowMs, listings);
    await noteDiscovery(tx, credentialId, { nowMs, listed: listings.length });
    const wasHeld = (await findCredential(tx, credentialId))?.vanishedHeld ?? false;
    const held = !vanishing.allBack && (wasHeld || vanishing.isMany);
    if (held && !wasHeld) await holdVanished(tx, credentialId, nowMs);
    await setCredentialState(tx, credentialId, {
      state: "proven",
      nowMs,
      nextDiscoveryAtMs: nowMs + EVERY_MS * (1 + spreadOf(credentialId) / 4),
      vanishedHeld: held,
      isProof: true,
    });
    return { owners: ownersOf(credential, await listDiscovered(tx, credentialId)), held };
  });
  let added = 0;
  for (const listing of listings) {
    const tenantId = owners(listing.ledgerId);
    if (tenantId === undefined) continue;
    const outcome = await reflectListing(systemContext(services, tenantId, "discovery"), {
      credentialId,
      listing,
    });
    if (outcome === "added") added += 1;
  }
  let revoked = 0;
  for (const ledgerId of held ? [] : vanishing.toRevoke) {
    const tenantId = owners(ledgerId);
    if (tenantId === undefined) continue;
    if (await revokeLedger(systemContext(services, tenantId, "discovery"), { credentialId, ledgerId }))
      revoked += 1;
  }
  await settleIssues(services, { credential, held, missing: vanishing.newlyMissing.length });
  return { listed: listings.length, added, revoked, held };
}

/** Vipps MobilePay's ids of ledgers whose grant has ended: of the firm whose keys they are, or of those that were given one. */
async function listRevoked(
  services: Services,
  credential: Credential,
  known: readonly Discovered[],
): Promise<ReadonlySet<string>> {
  const missing = known.filter(({ missingSince }) => missingSince !== undefined);
  const owners = new Set(missing.flatMap(({ tenantId }) => credential.owner ?? tenantId ?? []));
  const revoked = new Set<string>();
  for (const owner of owners) {
    const ledgers = await withTenant(services.database, systemContext(services, owner, "discovery"), (tx) =>
      listLedgersOfCredential(tx, credential.id),
    );
    for (const { status, ledgerId } of ledgers) if (status === "revoked") revoked.add(ledgerId);
  }
  return revoked;
}

/** Missing since before the hold: it has its own reason, and need not come back for the hold to end. */
function isOlderThan({ missingSince }: Discovered, heldSince: string | undefined): boolean {
  return missingSince !== undefined && heldSince !== undefined && missingSince < heldSince;
}

/** Whose a ledger is: the firm's own keys open it for the firm; the installation's for whom an operator assigned it to. */
function ownersOf(
  credential: Credential,
  known: readonly Discovered[],
): (ledgerId: string) => TenantId | undefined {
  if (credential.owner !== undefined) return () => credential.owner;
  const assigned = new Map(known.map((ledger) => [ledger.listing.ledgerId, ledger.tenantId]));
  return (ledgerId) => assigned.get(ledgerId);
}

async function readListing(
  services: Services,
  credential: Credential,
  signal: AbortSignal | undefined,
): Promise<readonly Listing[]> {
  try {
    return await accessWith(services, credential).listAllLedgers(signal);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    await withSystem(services.database, (tx) =>
      noteDiscovery(tx, credential.id, { nowMs: services.clock.nowMs(), failure: error.code }),
    );
    if (hasCode(error, "keys_rejected")) {
      await doubtKeys(services, credential.id, error);
    } else {
      const nowMs = services.clock.nowMs();
      await withSystem(services.database, (tx) =>
        setCredentialState(tx, credential.id, {
          state: credential.state,
          nowMs,
          nextDiscoveryAtMs: nowMs + Math.max(RETRY_MS, error.retryAfterMs ?? 0),
          vanishedHeld: credential.vanishedHeld,
          isProof: false,
        }),
      );
    }
    throw error;
  }
}

async function settleIssues(
  services: Services,
  { credential, held, missing }: Readonly<{ credential: Credential; held: boolean; missing: number }>,
): Promise<void> {
  const { owner } = credential;
  if (owner === undefined) return;
  const nowMs = services.clock.nowMs();
  const subject = { subjectType: "credential", subjectId: credential.id } as const;
  const ctx = systemContext(services, owner, "discovery");
  const isMailPosted = await withTenant(services.database, ctx, async (tx) => {
    const wasDoubted = await endDoubt(tx, ctx, credential);
    if (held && !credential.vanishedHeld) {
      await openIssue(tx, {
        kind: "many-ledgers-vanished",
        ...subject,
        facts: { clientId: credential.clientId, missing: String(missing) },
        nowMs,
      });
    }
    if (!held) await resolveIssue(tx, { kind: "many-ledgers-vanished", ...subject, nowMs, by: "system" });
    return wasDoubted;
  });
  if (isMailPosted) await ringMail(services);
}
