import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { CredentialId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import { endDoubt } from "@/lib/services/keys/end-doubt";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { recordAudit } from "@/lib/store/audit";
import { listOwnKeys, putCredential } from "@/lib/store/credentials";
import { putInstallationCredential } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

export type KeysInput = Readonly<{ clientId: string; clientSecret: string }>;

/**
 * Stores a firm's accounting keys, sealed, after proving them with a token request; the same client id again
 * replaces the secret without a gap. Throws: forbidden, invalid_input, keys_rejected, provider_unavailable.
 */
export async function setKeys(
  ctx: ServiceContext,
  input: KeysInput,
  signal?: AbortSignal,
): Promise<CredentialId> {
  requirePermission(ctx, "keys.manage");
  const proven = await proveAndSeal(ctx, { ...input, owner: ctx.tenantId }, signal);
  const nowMs = ctx.clock.nowMs();
  const stored = await withTenant(ctx.database, ctx, async (tx) => {
    const before = (await listOwnKeys(tx)).find((keys) => keys.clientId === input.clientId);
    const id = await putCredential(tx, {
      id: newId<"credential">(nowMs),
      clientId: input.clientId,
      ...proven,
      nowMs,
    });
    const wasDoubted = await endDoubt(tx, ctx, { id, clientId: input.clientId });
    await recordAudit(tx, ctx, {
      action: "keys.stored",
      subjectType: "credential",
      subjectId: id,
      ...(before !== undefined && {
        before: { clientId: before.clientId, fingerprint: before.fingerprint ?? "" },
      }),
      after: { clientId: input.clientId, fingerprint: proven.fingerprint },
    });
    return { id, wasDoubted };
  });
  if (stored.wasDoubted) await ringMail(ctx);
  return stored.id;
}

/** The same for the installation's own keys. Needs a database connection of the migration role. */
export async function setInstallationKeys(
  services: Services,
  input: KeysInput,
  signal?: AbortSignal,
): Promise<CredentialId> {
  const proven = await proveAndSeal(services, { ...input, owner: undefined }, signal);
  const nowMs = services.clock.nowMs();
  return withSystem(services.database, (tx) =>
    putInstallationCredential(tx, {
      id: newId<"credential">(nowMs),
      clientId: input.clientId,
      ...proven,
      nowMs,
    }),
  );
}

async function proveAndSeal(
  services: Services,
  input: KeysInput & Readonly<{ owner: ServiceContext["tenantId"] | undefined }>,
  signal: AbortSignal | undefined,
): Promise<Readonly<{ secretSealed: string; fingerprint: string }>> {
  if (input.clientId.trim() === "")
    throw new AppError(
      "invalid_input",
      "the client id is empty; it stands beside the secret in the partner's keys",
    );
  if (input.clientSecret.trim() === "")
    throw new AppError("invalid_input", "the client secret is empty; give it on standard input");
  await services.vipps.proveKeys({ clientId: input.clientId, clientSecret: input.clientSecret }, signal);
  const context = secretContextOf(input);
  return {
    secretSealed: services.secrets.seal(input.clientSecret, context),
    fingerprint: services.secrets.fingerprint(input.clientSecret, context),
  };
}
