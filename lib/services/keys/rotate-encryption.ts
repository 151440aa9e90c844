import type { Services } from "@/lib/services/context";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { findCredential, listAllCredentials, resealCredential, withSystem } from "@/lib/store/system";

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
  return resealed;
}
