import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext, Services } from "@/lib/services/context";
import { listOwnCredentials } from "@/lib/store/credentials";
import { listInstallationCredentials } from "@/lib/store/installation";
import { withSystem } from "@/lib/store/system";
import type { Credential } from "@/lib/store/system";
import { withTenant } from "@/lib/store/tenant";

/** A set of accounting keys on file, without its secret. */
export type KeysOnFile = Readonly<{
  credentialId: CredentialId;
  clientId: string;
  state: Credential["state"];
  lastProvenAt: string;
}>;

/** The firm's own accounting keys. Throws: forbidden, not_found (there are none). */
export async function listKeys(ctx: ServiceContext): Promise<readonly KeysOnFile[]> {
  requirePermission(ctx, "keys.manage");
  return toKeys(await withTenant(ctx.database, ctx, (tx) => listOwnCredentials(tx)));
}

/** The installation's own. Needs a database connection of the migration role. Throws: not_found (there are none). */
export async function listInstallationKeys(services: Services): Promise<readonly KeysOnFile[]> {
  return toKeys(await withSystem(services.database, (tx) => listInstallationCredentials(tx)));
}

function toKeys(credentials: readonly Credential[]): KeysOnFile[] {
  if (credentials.length === 0)
    throw new AppError("not_found", "no accounting keys are stored; store them with `keys set`");
  return credentials.map(({ id, clientId, state, lastProvenAt }) => ({
    credentialId: id,
    clientId,
    state,
    lastProvenAt,
  }));
}
