import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { hashToken, newToken } from "@/lib/services/tokens/token-hash";
import { recordAudit } from "@/lib/store/audit";
import { insertToken } from "@/lib/store/identity";
import { findMerchantName } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";

const NAME_MAX = 100;

/**
 * Makes an API token for the firm, or for one of its merchants. The token is returned here and never again: only
 * its SHA-256 is stored. Throws: forbidden, invalid_input, not_found (the merchant).
 */
export async function createToken(
  ctx: ServiceContext,
  input: Readonly<{ name: string; merchantId?: string | undefined }>,
): Promise<Readonly<{ id: string; token: string }>> {
  requirePermission(ctx, "token.create");
  const name = input.name.trim();
  if (name === "" || name.length > NAME_MAX) {
    throw new AppError("invalid_input", "the token needs a name", {
      fields: [{ field: "name", message: `must have 1 to ${String(NAME_MAX)} characters` }],
    });
  }
  const nowMs = ctx.clock.nowMs();
  const id = newId<"token">(nowMs);
  const token = newToken();
  const merchantId = input.merchantId === undefined ? undefined : parseId<"merchant">(input.merchantId);
  await withTenant(ctx.database, ctx, async (tx) => {
    if (merchantId !== undefined && (await findMerchantName(tx, merchantId)) === undefined) {
      throw new AppError("not_found", "there is no merchant with this id");
    }
    const merchantIds: readonly MerchantId[] | undefined =
      merchantId === undefined ? undefined : [merchantId];
    await insertToken(tx, { id, name, hash: hashToken(token), merchantIds, nowMs });
    await recordAudit(tx, ctx, {
      action: "token.created",
      subjectType: "token",
      subjectId: id,
      after: { name, ...(merchantId !== undefined && { merchantId }) },
    });
  });
  return { id, token };
}
