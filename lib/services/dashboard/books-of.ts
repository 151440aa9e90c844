import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";

/**
 * The books of one merchant and of nothing else, for a dashboard. Its people may not read books: what they see is
 * made of them here, by us, and the database shows us this merchant alone. For the firm's people it is narrowed in
 * the same way, so that they see what the merchant sees. Throws: forbidden, not_found.
 */
export function booksOf(
  ctx: ServiceContext,
  id: string,
): Readonly<{ books: ServiceContext; merchantId: MerchantId }> {
  requirePermission(ctx, "dashboard.read");
  const merchantId = parseId<"merchant">(id);
  if (ctx.scope.kind === "limited" && !ctx.scope.merchantIds.includes(merchantId))
    throw new AppError("not_found", "there is no merchant with this id");
  return {
    merchantId,
    books: { ...ctx, role: "system", scope: { kind: "limited", merchantIds: [merchantId] } },
  };
}
