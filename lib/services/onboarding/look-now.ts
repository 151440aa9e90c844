import { MINUTE_MS, SECOND_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { askDiscovery, listOwnDiscoveries } from "@/lib/store/onboarding-facts";
import { withTenant } from "@/lib/store/tenant";

const EVERY_MS = MINUTE_MS;

/**
 * Has the lists of the firm's keys read now, each at most once a minute. Returns how many are being read.
 * Throws: forbidden, conflict (the firm has no keys of its own), rate_limited.
 */
export async function lookNow(ctx: ServiceContext): Promise<Readonly<{ keys: number }>> {
  requirePermission(ctx, "ledger.onboard");
  const asked = await withTenant(ctx.database, ctx, async (tx) => ({
    own: await listOwnDiscoveries(tx),
    granted: await askDiscovery(tx, { nowMs: ctx.clock.nowMs(), everySeconds: EVERY_MS / SECOND_MS }),
  }));
  if (asked.own.length === 0) {
    throw new AppError(
      "conflict",
      "the firm has no accounting keys of its own; the operator's are read hourly",
    );
  }
  if (asked.granted.length === 0) {
    throw new AppError("rate_limited", "the list was asked for less than a minute ago", {
      retryAfterMs: EVERY_MS,
    });
  }
  for (const credentialId of asked.granted)
    await ctx.enqueue("credential.discover", { credentialId }).catch(() => undefined);
  return { keys: asked.granted.length };
}
