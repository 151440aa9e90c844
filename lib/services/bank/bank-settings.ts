import type { BankSettings } from "@/lib/contracts/bank";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { recordAudit } from "@/lib/store/audit";
import { dropOtherTexts, findKeepTexts, writeKeepTexts } from "@/lib/store/bank-settings";
import { withTenant } from "@/lib/store/tenant";

/** Lines whose texts go in one transaction. */
const LINES_AT_ONCE = 5_000;

/** How the firm treats what statements hold besides settlements. Throws: forbidden. */
export async function getBankSettings(ctx: ServiceContext): Promise<BankSettings> {
  return readBooks(ctx, async (tx) => ({ keepTexts: await findKeepTexts(tx) }));
}

/**
 * Changes that. When only settlements' texts are to be kept, those of all other lines that are there go too, for
 * good; stopped in between, the next change to the same goes on. Throws: forbidden.
 */
export async function setBankSettings(ctx: ServiceContext, input: BankSettings): Promise<BankSettings> {
  requirePermission(ctx, "bank.manage");
  await withTenant(ctx.database, ctx, async (tx) => {
    const before = await findKeepTexts(tx);
    if (before === input.keepTexts) return;
    await writeKeepTexts(tx, input.keepTexts, { name: ctx.actor.name, nowMs: ctx.clock.nowMs() });
    await recordAudit(tx, ctx, {
      action: "bank.settings-changed",
      subjectType: "firm",
      subjectId: ctx.tenantId,
      before: { keepTexts: before },
      after: { keepTexts: input.keepTexts },
    });
  });
  let after: string | undefined;
  while (input.keepTexts === "settlement") {
    const from = after;
    const last = await withTenant(ctx.database, ctx, (tx) => dropOtherTexts(tx, from, LINES_AT_ONCE));
    if (last === undefined) break;
    after = last;
  }
  return { keepTexts: input.keepTexts };
}
