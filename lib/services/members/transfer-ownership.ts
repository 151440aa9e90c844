import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { TransferInput, Done } from "@/lib/contracts/members";
import { DONE } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { actingUser } from "@/lib/services/members/acting-user";
import { recordAudit } from "@/lib/store/audit";
import { transferOwnershipRow } from "@/lib/store/members";
import { findTenantName, withTenant } from "@/lib/store/tenant";

/**
 * An owner gives the firm to another of its people, and stays as an admin. The firm's name must be typed.
 * Throws: forbidden, not_found, invalid_input (the name).
 */
export async function transferOwnership(ctx: ServiceContext, input: TransferInput): Promise<Done> {
  requirePermission(ctx, "owner.transfer");
  const userId = parseId<"user">(input.id);
  const giving = actingUser(ctx);
  if (giving === undefined) throw new AppError("forbidden", "a person gives a firm away, nobody else");
  await withTenant(ctx.database, ctx, async (tx) => {
    if (input.firmName.trim() !== (await findTenantName(tx))) {
      throw new AppError("invalid_input", "the name is not the firm's; nothing was changed", {
        fields: [{ field: "firmName", message: "must be the firm's name, exactly" }],
      });
    }
    const before = await transferOwnershipRow(tx, giving, userId);
    await recordAudit(tx, ctx, {
      action: "owner.transferred",
      subjectType: "user",
      subjectId: userId,
      before: { role: before.role, owner: giving },
      after: { role: "owner", owner: userId },
    });
  });
  return DONE;
}
