import { parseId } from "@/lib/core/ids";
import type { KeysTrial } from "@/lib/contracts/settings";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { describeOpening } from "@/lib/services/keys/list-opened-ledgers";
import { findOwnKeys } from "@/lib/services/keys/own-keys";
import { listOpenings } from "@/lib/store/credentials";
import type { Opening } from "@/lib/store/credentials";
import { withTenant } from "@/lib/store/tenant";

/** More than any credential opens. */
export const OPENINGS_MAX = 1_000_000;
const NAMED_MAX = 50;

export type KeysInput = Readonly<{ clientId: string; clientSecret: string; replaces?: string | undefined }>;

/**
 * Proves keys with a token request and reads what they open; stores nothing. Of keys that they are to replace, the
 * ledgers that only those open are counted and the first of them named.
 * Throws: forbidden, not_found, keys_rejected, provider_….
 */
export async function tryKeys(
  ctx: ServiceContext,
  input: KeysInput,
  signal?: AbortSignal,
): Promise<KeysTrial> {
  requirePermission(ctx, "keys.manage");
  const trial = await readTrial(ctx, input, signal);
  return {
    clientId: input.clientId,
    opens: trial.opens,
    lost: { count: trial.lost.length, items: trial.lost.slice(0, NAMED_MAX).map(describeOpening) },
  };
}

/** What the keys open, and what would be lost with those that they replace. */
export async function readTrial(
  ctx: ServiceContext,
  input: KeysInput,
  signal?: AbortSignal,
): Promise<Readonly<{ opens: number; lost: readonly Opening[] }>> {
  const { clientId, clientSecret } = input;
  await ctx.vipps.proveKeys({ clientId, clientSecret }, signal);
  const listed = await ctx.vipps.withKeys({ clientId, clientSecret }).listAllLedgers(signal);
  const opened = new Set(listed.map((ledger) => ledger.ledgerId));
  if (input.replaces === undefined) return { opens: opened.size, lost: [] };
  const credentialId = parseId<"credential">(input.replaces);
  const alone = await withTenant(ctx.database, ctx, async (tx) => {
    const old = await findOwnKeys(tx, credentialId);
    // The same client id with a new secret opens what it did.
    if (old.clientId === clientId) return [];
    return listOpenings(tx, { credentialId, isAlone: true, limit: OPENINGS_MAX });
  });
  return { opens: opened.size, lost: alone.filter(({ ledgerId }) => !opened.has(ledgerId)) };
}
