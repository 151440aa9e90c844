import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import type { Services, ServiceContext } from "@/lib/services/context";
import { requirePermission } from "@/lib/services/context";
import { accessWith } from "@/lib/services/keys/ledger-access";
import { secretContextOf } from "@/lib/services/keys/secret-context";
import { listOwnCredentials } from "@/lib/store/credentials";
import { listInstallationCredentials } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import type { Credential } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/** What a set of keys can do now. */
export type KeysCheck = Readonly<{
  credentialId: CredentialId;
  clientId: string;
  token: "given" | "refused" | "no-answer";
  detail: string | undefined;
  ledgers: readonly string[];
}>;

/** Can a token be had with the firm's keys, and which ledgers do they open. Throws: forbidden, not_found. */
export async function checkKeys(ctx: ServiceContext, signal?: AbortSignal): Promise<readonly KeysCheck[]> {
  requirePermission(ctx, "keys.manage");
  const credentials = await withTenant(ctx.database, ctx, (tx) => listOwnCredentials(tx));
  return checkAll(ctx, credentials, signal);
}

/** The same for the installation's own keys. Needs a database connection of the migration role. */
export async function checkInstallationKeys(
  services: Services,
  signal?: AbortSignal,
): Promise<readonly KeysCheck[]> {
  return checkAll(
    services,
    await withSystem(services.database, (tx) => listInstallationCredentials(tx)),
    signal,
  );
}

async function checkAll(
  services: Services,
  credentials: readonly Credential[],
  signal: AbortSignal | undefined,
): Promise<KeysCheck[]> {
  if (credentials.length === 0)
    throw new AppError("not_found", "no accounting keys are stored; store them with `keys set`");
  const checks: KeysCheck[] = [];
  for (const credential of credentials) checks.push(await checkOne(services, credential, signal));
  return checks;
}

async function checkOne(
  services: Services,
  credential: Credential,
  signal: AbortSignal | undefined,
): Promise<KeysCheck> {
  const base = { credentialId: credential.id, clientId: credential.clientId };
  try {
    const clientSecret = services.secrets.open(credential.secretSealed, secretContextOf(credential));
    await services.vipps.proveKeys({ clientId: credential.clientId, clientSecret }, signal);
    const listed = await accessWith(services, credential).listAllLedgers(signal);
    return { ...base, token: "given", detail: undefined, ledgers: listed.map((ledger) => ledger.ledgerId) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return {
      ...base,
      token: error.code === "keys_rejected" ? "refused" : "no-answer",
      detail: error.message,
      ledgers: [],
    };
  }
}
