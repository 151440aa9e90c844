import { AppError, hasCode } from "@/lib/core/errors";
import type { Services } from "@/lib/services/context";
import { failed, ok, reasonOf } from "@/lib/services/doctor/check";
import type { Check } from "@/lib/services/doctor/check";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { findCredential, listAllCredentials, withSystem } from "@/lib/store/system";
import type { Credential } from "@/lib/store/system";

/** Sets of keys that are proved at the same time. */
const AT_ONCE = 4;

/** Every stored secret opens with ENCRYPTION_KEYS, and every set of keys gives a token. */
export async function checkStoredKeys(services: Services, signal?: AbortSignal): Promise<readonly Check[]> {
  const credentials = await withSystem(services.database, async (tx) => {
    const found: Credential[] = [];
    for (const id of await listAllCredentials(tx)) {
      const credential = await findCredential(tx, id);
      if (credential !== undefined) found.push(credential);
    }
    return found;
  });
  const opened = credentials.map((credential) => ({ credential, secret: open(services, credential) }));
  const shut = opened.filter(({ secret }) => secret instanceof AppError);
  const stale = credentials.filter((credential) => isStale(services, credential));
  const encryption =
    shut.length > 0
      ? failed(
          "encryption",
          `${String(shut.length)} of ${String(credentials.length)} stored secrets do not open (${shut.map(({ credential }) => credential.clientId).join(", ")})`,
          "put the key that sealed them back into ENCRYPTION_KEYS, or store the accounting keys again with `keys set`",
        )
      : ok(
          "encryption",
          `${String(credentials.length)} stored secrets open` +
            (stale.length > 0 ? `; ${String(stale.length)} wait for \`keys rotate\`` : ""),
        );
  const checks: Check[] = [];
  const queue = opened.filter(({ secret }) => typeof secret === "string");
  const work = async (): Promise<void> => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      checks.push(await prove(services, { ...next, signal }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  if (credentials.length === 0) checks.push(ok("keys", "none are stored yet; store them with `keys set`"));
  return [encryption, ...checks.toSorted((a, b) => a.detail.localeCompare(b.detail))];
}

function open(services: Services, credential: Credential): string | AppError {
  try {
    return services.secrets.open(credential.secretSealed, secretContextOf(credential));
  } catch (error) {
    if (error instanceof AppError) return error;
    throw error;
  }
}

function isStale(services: Services, credential: Credential): boolean {
  try {
    return services.secrets.needsRotation(credential.secretSealed);
  } catch {
    return false; // not a sealed text at all: that it does not open is told already
  }
}

async function prove(
  services: Services,
  {
    credential,
    secret,
    signal,
  }: Readonly<{ credential: Credential; secret: string | AppError; signal: AbortSignal | undefined }>,
): Promise<Check> {
  const { clientId, owner } = credential;
  const whose = owner === undefined ? "the installation's" : "a firm's";
  try {
    await services.vipps.proveKeys({ clientId, clientSecret: String(secret) }, signal);
    return ok("keys", `${clientId} (${whose}) get a token`);
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return failed(
      "keys",
      `${clientId} (${whose}): ${reasonOf(error)}`,
      hasCode(error, "keys_rejected")
        ? "compare them with the partner portal, and store them again with `keys set`; what is copied is safe"
        : "try again later; what is copied is safe, and the worker goes on by itself",
    );
  }
}
