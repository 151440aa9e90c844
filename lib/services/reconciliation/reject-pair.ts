import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { pairsOf, readItems, readLines, settleAccount } from "@/lib/services/reconciliation/match-parts";
import type { EntryKeyInput } from "@/lib/services/reconciliation/match-parts";
import { recordAudit } from "@/lib/store/audit";
import { deleteRejections, insertRejections } from "@/lib/store/match-rejections";
import { withTenant } from "@/lib/store/tenant";

/** Says that lines and payouts are no pair: neither matched nor suggested again by itself. Throws: forbidden, not_found. */
export async function rejectPair(
  ctx: ServiceContext,
  input: Readonly<{
    payoutIds: readonly string[];
    entries?: readonly EntryKeyInput[];
    lineIds: readonly string[];
  }>,
): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const lines = await readLines(tx, input.lineIds);
    const items = await readItems(tx, input.payoutIds, input.entries ?? []);
    const nowMs = ctx.clock.nowMs();
    const pairs = pairsOf(
      items.map((item) => item.entry),
      lines.map((line) => line.id),
    );
    await insertRejections(tx, pairs, { name: ctx.actor.name, nowMs });
    await recordAudit(tx, ctx, {
      action: "match.rejected",
      subjectType: "bank-line",
      subjectId: lines[0]?.id ?? "",
      after: { payouts: items.map((item) => item.payoutNumber ?? item.entryType).join(", ") },
    });
    await settleAccount(tx, ctx, lines[0]?.account, items);
  });
}

/** Takes a rejection back. */
export async function unrejectPair(
  ctx: ServiceContext,
  input: Readonly<{
    payoutIds: readonly string[];
    entries?: readonly EntryKeyInput[];
    lineIds: readonly string[];
  }>,
): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const lines = await readLines(tx, input.lineIds);
    const items = await readItems(tx, input.payoutIds, input.entries ?? []);
    await deleteRejections(
      tx,
      pairsOf(
        items.map((item) => item.entry),
        lines.map((line) => line.id),
      ),
    );
    await recordAudit(tx, ctx, {
      action: "match.rejection-undone",
      subjectType: "bank-line",
      subjectId: lines[0]?.id ?? "",
      after: { payouts: items.map((item) => item.payoutNumber ?? item.entryType).join(", ") },
    });
    await settleAccount(tx, ctx, lines[0]?.account, items);
  });
}
