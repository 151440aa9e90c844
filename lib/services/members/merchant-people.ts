import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import { toPage } from "@/lib/core/page";
import type { Page } from "@/lib/core/page";
import { DONE } from "@/lib/contracts/members";
import type { Done, MerchantPeopleInput, MerchantPerson } from "@/lib/contracts/members";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { decodeCursor, encodeCursor } from "@/lib/services/cursor";
import { PeoplePlace } from "@/lib/services/members/list-members";
import { recordAudit } from "@/lib/store/audit";
import { deleteMerchantPerson, listMerchantPeople as listRows } from "@/lib/store/members";
import { findMerchantName } from "@/lib/store/merchants";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** The merchant's name, if the caller sees the merchant. Throws: not_found. */
export async function requireMerchant(tx: TenantTx, id: MerchantId): Promise<string> {
  const merchant = await findMerchantName(tx, id);
  if (merchant === undefined) throw new AppError("not_found", "there is no merchant with this id");
  return merchant.name;
}

/** A merchant's people, in the order in which they came. Throws: forbidden, not_found, invalid_input (cursor). */
export async function listMerchantPeople(
  ctx: ServiceContext,
  input: MerchantPeopleInput,
): Promise<Page<MerchantPerson>> {
  requirePermission(ctx, "merchant.invite");
  const merchant = parseId<"merchant">(input.id);
  const after = decodeCursor(input.cursor, PeoplePlace);
  return withTenant(ctx.database, ctx, async (tx) => {
    await requireMerchant(tx, merchant);
    const rows = await listRows(tx, merchant, { after, limit: input.limit });
    const page = toPage(rows, input.limit, (row) => encodeCursor({ at: row.createdAt, id: row.userId }));
    return {
      items: page.items.map((row) => ({
        id: row.userId,
        name: row.name,
        email: row.email,
        since: row.createdAt,
        seenAt: row.seenAt ?? null,
      })),
      nextCursor: page.nextCursor,
    };
  });
}

/**
 * Takes a merchant from one of its people, from their next request on; whoever has no other is no member any more.
 * Throws: forbidden, not_found.
 */
export async function removeMerchantPerson(
  ctx: ServiceContext,
  input: Readonly<{ id: string; userId: string }>,
): Promise<Done> {
  requirePermission(ctx, "merchant.invite");
  const merchant = parseId<"merchant">(input.id);
  const userId = parseId<"user">(input.userId);
  await withTenant(ctx.database, ctx, async (tx) => {
    await requireMerchant(tx, merchant);
    if (!(await deleteMerchantPerson(tx, userId, merchant)))
      throw new AppError("not_found", "there is no such person at this merchant");
    await recordAudit(tx, ctx, {
      action: "merchant.person-removed",
      subjectType: "user",
      subjectId: userId,
      before: { role: "merchant", merchants: merchant },
    });
  });
  return DONE;
}
