import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { CredentialId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { findOwnKeys } from "@/lib/services/keys/own-keys";
import { takeKeysAway } from "@/lib/services/keys/remove-keys";
import { setKeys } from "@/lib/services/keys/set-keys";
import { readTrial } from "@/lib/services/keys/try-keys";
import { discoverLedgers } from "@/lib/services/ledgers/discover-ledgers";
import { withTenant } from "@/lib/store/tenant";

const NAMED_MAX = 5;

/**
 * Stores keys in the place of others without a gap: the old ones are used until the new are proven, stored and have
 * read what they open; then each ledger is handed over, and the old go. What only the old open is lost: as many
 * ledgers as the person has agreed to, at most. Throws: forbidden, not_found, conflict (more would be lost),
 * keys_rejected, provider_…. Whatever fails, the old keys stay in use.
 */
export async function replaceKeys(
  ctx: ServiceContext,
  input: Readonly<{ clientId: string; clientSecret: string; replaces: string; agreesToLose: number }>,
  signal?: AbortSignal,
): Promise<CredentialId> {
  requirePermission(ctx, "keys.manage");
  const oldId = parseId<"credential">(input.replaces);
  const old = await withTenant(ctx.database, ctx, (tx) => findOwnKeys(tx, oldId));
  if (old.clientId === input.clientId) return setKeys(ctx, input, signal);
  const { lost } = await readTrial(ctx, input, signal);
  if (lost.length > input.agreesToLose) {
    const named = lost.slice(0, NAMED_MAX).map(({ ledgerId }) => ledgerId);
    const more = lost.length > NAMED_MAX ? ` and ${String(lost.length - NAMED_MAX)} more` : "";
    throw new AppError(
      "conflict",
      `only the old keys open ${String(lost.length)} ledgers: ${named.join(", ")}${more}. Nothing is changed; agree to lose them, or have them granted to the new keys first`,
    );
  }
  const newId = await setKeys(ctx, input, signal);
  await discoverLedgers(ctx, newId, signal === undefined ? {} : { signal });
  await takeKeysAway(ctx, oldId);
  return newId;
}
