import { MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import type { CredentialId, LedgerUid } from "@/lib/core/ids";
import type { VippsAccess } from "@/lib/providers/vipps/client";
import type { Services, ServiceContext } from "@/lib/services/context";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { findLedgerCredential, noteCredentialUse } from "@/lib/store/credentials";
import type { Credential } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/** Many feeds use the same keys at once: it is enough to know their last use this closely. */
const USE_NOTED_MS = 10 * MINUTE_MS;

/** The API as the keys open it that a ledger was granted to. Throws: keys_rejected, when there are none any more. */
export async function accessToLedger(
  ctx: ServiceContext,
  ledger: LedgerUid,
): Promise<Readonly<{ access: VippsAccess; credentialId: CredentialId }>> {
  const nowMs = ctx.clock.nowMs();
  const credential = await withTenant(ctx.database, ctx, async (tx) => {
    const found = await findLedgerCredential(tx, ledger);
    const usedMs = found?.lastUsedAt === undefined ? 0 : Date.parse(found.lastUsedAt);
    if (found !== undefined && nowMs - usedMs > USE_NOTED_MS) await noteCredentialUse(tx, found.id, nowMs);
    return found;
  });
  if (credential === undefined) {
    throw new AppError(
      "keys_rejected",
      "there are no accounting keys for this ledger any more; store them with `keys set`",
    );
  }
  return { access: accessWith(ctx, credential), credentialId: credential.id };
}

/** The API as these keys open it. The same keys share one token. */
export function accessWith(
  services: Pick<Services, "vipps" | "secrets">,
  credential: Pick<Credential, "owner" | "clientId" | "secretSealed">,
): VippsAccess {
  const clientSecret = services.secrets.open(credential.secretSealed, secretContextOf(credential));
  return services.vipps.withKeys({ clientId: credential.clientId, clientSecret });
}
