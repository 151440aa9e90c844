import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { listOwnKeys } from "@/lib/store/credentials";
import type { OwnKeys } from "@/lib/store/credentials";
import type { TenantTx } from "@/lib/store/tenant";

/** One of the firm's own sets of keys. Throws: not_found. */
export async function findOwnKeys(tx: TenantTx, id: CredentialId): Promise<OwnKeys> {
  const found = (await listOwnKeys(tx)).find((keys) => keys.id === id);
  if (found === undefined) throw new AppError("not_found", "there are no accounting keys with this id");
  return found;
}
