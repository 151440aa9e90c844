import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { pairsOf, readItems, readLines, settleAccount } from "@/lib/services/reconciliation/match-parts";
import type { EntryKeyInput } from "@/lib/services/reconciliation/match-parts";
import { recordAudit } from "@/lib/store/audit";
import { deleteRejections, insertRejections } from "@/lib/store/match-rejections";
import { withTenant } from "@/lib/store/tenant";

type PairInput = Readonly<{
  payoutIds: readonly string[];
  entries?: readonly EntryKeyInput[];
  lineIds: readonly string[];
}>;

/** Says that lines and payouts are no pair: neither matched nor suggested again by itself. Throws: forbidden, not_found. */
export async function rejectPair(ctx: ServiceContext, input: PairInput): Promise<void> {
  await decidePair(ctx, input, true);
}

/** Takes a rejection back. Throws: forbidden, not_found. */
export async function unrejectPair(ctx: ServiceContext, input: PairInput): Promise<void> {
  await decidePair(ctx, input, false);
}

async function decidePair(ctx: ServiceContext, input: PairInput, isRejected: boolean): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const lines = await readLines(tx, input.lineIds);
    const items = await readItems(tx, input.payoutIds, input.entries ?? []);
    const pairs = pairsOf(
      items.map((item) => item.entry),
      lines.map((line) => line.id),
    );
    if (isRejected) await insertRejections(tx, pairs, { name: ctx.actor.name, nowMs: ctx.clock.nowMs() });
    else await deleteRejections(tx, pairs);
    await recordAudit(tx, ctx, {
      action: isRejected ? "match.rejected" : "match.rejection-undone",
      subjectType: "bank-line",
      subjectId: lines[0]?.id ?? "",
      after: { payouts: items.map((item) => item.payoutNumber ?? item.entryType).join(", ") },
    });
    await settleAccount(tx, ctx, lines[0]?.account, items);
  });
}
