import { MINUTE_MS } from "@/lib/core/clock";
import type { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { systemContext } from "@/lib/services/context";
import type { Services } from "@/lib/services/context";
import { tellAdmins } from "@/lib/services/keys/tell-admins";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { openIssue } from "@/lib/store/issues";
import { findCredential, setCredentialState, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

const PROVE_AGAIN_MS = 15 * MINUTE_MS;

/**
 * The token endpoint refused these keys: they are in doubt until a token is given again, which discovery
 * tries by itself. The firm that owns them gets an issue, and once for each time they fail its owners and admins a
 * letter; the installation's own are its operators' matter.
 */
export async function doubtKeys(
  services: Services,
  credentialId: CredentialId,
  error: AppError,
): Promise<void> {
  const nowMs = services.clock.nowMs();
  const credential = await withSystem(services.database, async (tx) => {
    const found = await findCredential(tx, credentialId);
    if (found === undefined) return undefined;
    await setCredentialState(tx, credentialId, {
      state: "in-doubt",
      nowMs,
      nextDiscoveryAtMs: nowMs + PROVE_AGAIN_MS,
      vanishedHeld: found.vanishedHeld,
      isProof: false,
    });
    return found;
  });
  services.log.warn({ credentialId, code: error.code }, "accounting keys were refused");
  if (credential?.owner === undefined) return;
  const { clientId } = credential;
  const ctx = systemContext(services, credential.owner, "keys");
  const isNew = await withTenant(services.database, ctx, async (tx) => {
    const isOpened = await openIssue(tx, {
      kind: "keys-rejected",
      subjectType: "credential",
      subjectId: credentialId,
      facts: { clientId },
      nowMs,
    });
    if (isOpened) await tellAdmins(tx, ctx, { name: "keys-in-doubt", clientId });
    return isOpened;
  });
  if (isNew) await ringMail(services);
}
