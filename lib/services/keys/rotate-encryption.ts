import type { Services } from "@/lib/services/context";
import { factorSecret } from "@/lib/services/identity/second-factor";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { listFactorSecrets, resealFactor } from "@/lib/store/second-factor";
import { findCredential, listAllCredentials, resealCredential, withSystem } from "@/lib/store/system";

/** Seals every stored secret anew that an older master key sealed. Returns how many. Safe to run at any time, and again. */
export async function rotateEncryption(services: Services): Promise<number> {
  let resealed = 0;
  for (const id of await withSystem(services.database, (tx) => listAllCredentials(tx))) {
    const credential = await withSystem(services.database, (tx) => findCredential(tx, id));
    if (credential === undefined || !services.secrets.needsRotation(credential.secretSealed)) continue;
    const after = services.secrets.reseal(credential.secretSealed, secretContextOf(credential));
    const isChanged = await withSystem(services.database, (tx) =>
      resealCredential(tx, id, credential.secretSealed, after),
    );
    if (isChanged) resealed += 1;
  }
  return resealed + (await rotateSecondFactors(services));
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
