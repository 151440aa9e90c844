import { present } from "@/lib/core/invariant";
import type { KeysOnFile } from "@/lib/contracts/settings";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { listStoredKeys } from "@/lib/services/keys/list-stored-keys";
import { replaceKeys } from "@/lib/services/keys/replace-keys";
import { setKeys } from "@/lib/services/keys/set-keys";

/**
 * Keys as a person gives them in settings: new ones beside those there are, or in the place of some. They are proven
 * before they are stored, and what they open is looked up at once. Throws: forbidden, not_found, conflict, keys_rejected, provider_….
 */
export async function giveKeys(
  ctx: ServiceContext,
  input: Readonly<{
    clientId: string;
    clientSecret: string;
    replaces?: string | undefined;
    agreesToLose: number;
  }>,
): Promise<KeysOnFile> {
  requirePermission(ctx, "keys.manage");
  const { replaces } = input;
  const id =
    replaces === undefined ? await setKeys(ctx, input) : await replaceKeys(ctx, { ...input, replaces });
  // The scan finds it within seconds anyway.
  await ctx.enqueue("credential.discover", { credentialId: id }).catch(() => undefined);
  const { items } = await listStoredKeys(ctx);
  return present(
    items.find((keys) => keys.id === id),
    "the keys stored",
  );
}
