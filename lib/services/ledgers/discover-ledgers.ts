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
import { openIssue, resolveIssue } from "@/lib/store/issues";
import { listLedgersOfCredential } from "@/lib/store/ledgers";
import type { Listing } from "@/lib/store/ledgers";
import {
  findCredential,
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
  }));
  const { credential, known } = before;
  if (credential === undefined) throw new AppError("not_found", "there are no such accounting keys");
  const listings = await readListing(services, credential, options.signal);
  const nowMs = clock.nowMs();
  // A grant that was seen to end is no news any more.
  const ended = await listRevoked(services, credential);
  const vanishing = judgeVanishing(
    known
      .filter((ledger) => !ended.has(ledger.listing.ledgerId))
      .map((ledger) => ({ ledgerId: ledger.listing.ledgerId, missingSince: ledger.missingSince })),
    new Set(listings.map((listing) => listing.ledgerId)),
    nowMs,
  );
  const held = !vanishing.allBack && (credential.vanishedHeld || vanishing.isMany);
  await withSystem(database, async (tx) => {
    await recordListing(tx, credentialId, nowMs, listings);
    await setCredentialState(tx, credentialId, {
      state: "proven",
      nowMs,
      nextDiscoveryAtMs: nowMs + EVERY_MS * (1 + spreadOf(credentialId) / 4),
      vanishedHeld: held,
      isProof: true,
    });
  });
  const owners = ownersOf(credential, known);
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

/** Vipps MobilePay's ids of the firm's ledgers whose grant has ended. */
async function listRevoked(services: Services, credential: Credential): Promise<ReadonlySet<string>> {
  const { owner } = credential;
  if (owner === undefined) return new Set();
  const ledgers = await withTenant(services.database, systemContext(services, owner, "discovery"), (tx) =>
    listLedgersOfCredential(tx, credential.id),
  );
  return new Set(ledgers.filter((ledger) => ledger.status === "revoked").map((ledger) => ledger.ledgerId));
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
  if (isMailPosted) await services.enqueue("mail.send", {});
}
