import { newId } from "@/lib/core/ids";
import type { MerchantId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { askForDeletion, insertExport, insertHandover } from "@/lib/store/leaving";
import { withTenant } from "@/lib/store/tenant";

/** A handover that was taken back, its file, and a deletion that is far away: rows, and nothing else happens. */
export async function leaveTraces(ctx: ServiceContext, merchant: MerchantId): Promise<void> {
  const nowMs = ctx.clock.nowMs();
  await withTenant(ctx.database, ctx, async (tx) => {
    const by = { id: "test", name: "Test" };
    await insertExport(tx, { id: newId<"export">(nowMs), merchant, by, nowMs });
    await insertHandover(tx, {
      id: newId<"handover">(nowMs),
      merchant,
      toWhom: "Annet byrå",
      by: by.name,
      nowMs,
    });
    await askForDeletion(tx, { by: by.name, nowMs, dueAtMs: nowMs + 30 * 86_400_000 });
  });
}
