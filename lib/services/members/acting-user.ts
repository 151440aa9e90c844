import type { UserId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";

/** The person who acts, whose place in the firm is looked at again under the lock; undefined: the system. */
export function actingUser(ctx: ServiceContext): UserId | undefined {
  return ctx.actor.kind === "user" ? (ctx.actor.id as UserId) : undefined;
}

/** A role and its limit, as the audit trail has them. */
export function placeText(
  place: Readonly<{ role: string; merchantIds?: readonly MerchantId[] | undefined }>,
): Readonly<Record<string, string>> {
  return {
    role: place.role,
    ...(place.merchantIds !== undefined && { merchants: place.merchantIds.join(" ") }),
  };
}
