import { systemContext } from "@/lib/services/context";
import type { Services } from "@/lib/services/context";
import { factorSecret } from "@/lib/services/identity/second-factor";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { listFactorSecrets, resealFactor } from "@/lib/store/second-factor";
import { personKeyContext } from "@/lib/services/persons/person-box";
import { findPersonSetting, listPersonKeys, resealPersonKey } from "@/lib/store/persons";
import { findCredential, listAllCredentials, resealCredential, withSystem } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/** Seals every stored secret anew that an older master key sealed. Returns how many. Safe to run at any time, and again. */
export async function rotateEncryption(services: Services): Promise<number> {
  let resealed = 0;
  for (const id of await withSystem(services.database, (tx) => listAllCredentials(tx))) {
    const credential = await withSystem(services.database, (tx) => findCredential(tx, id));
    if (credential === undefined || !services.secrets.needsRotation(credential.secretSealed)) continue;
    const context = secretContextOf(credential);
    const after = services.secrets.reseal(credential.secretSealed, context);
    // The fingerprint hangs on the first master key too.
    const fingerprint = services.secrets.fingerprint(services.secrets.open(after, context), context);
    const isChanged = await withSystem(services.database, (tx) =>
      resealCredential(tx, id, { before: credential.secretSealed, after, fingerprint }),
    );
    if (isChanged) resealed += 1;
  }
  return resealed + (await rotateSecondFactors(services)) + (await rotatePersonKeys(services));
}

async function rotateSecondFactors(services: Services): Promise<number> {
  let resealed = 0;
  for (const { userId, secretSealed } of await withSystem(services.database, listFactorSecrets)) {
    if (!services.secrets.needsRotation(secretSealed)) continue;
    const after = services.secrets.reseal(secretSealed, factorSecret(userId));
    if (await withSystem(services.database, (tx) => resealFactor(tx, userId, secretSealed, after)))
      resealed += 1;
  }
  return resealed;
}

/** The data keys of payers: only they are wrapped anew, not what they seal. */
async function rotatePersonKeys(services: Services): Promise<number> {
  let resealed = 0;
  for (const { tenantId, ledger } of await withSystem(services.database, listPersonKeys)) {
    const ctx = systemContext(services, tenantId, "keys.rotate");
    const isChanged = await withTenant(ctx.database, ctx, async (tx) => {
      const setting = await findPersonSetting(tx, ledger);
      if (setting === undefined || !services.secrets.needsRotation(setting.keySealed)) return false;
      const after = services.secrets.reseal(setting.keySealed, personKeyContext(tenantId, setting));
      return resealPersonKey(tx, { ledger, before: setting.keySealed, after });
    });
    if (isChanged) resealed += 1;
  }
  return resealed;
}
