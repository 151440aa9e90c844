import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { MatchId } from "@/lib/core/ids";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { pairsOf, settleAccount } from "@/lib/services/reconciliation/match-parts";
import { restoreStart } from "@/lib/services/reconciliation/restore-start";
import { recordAudit } from "@/lib/store/audit";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { insertRejections } from "@/lib/store/match-rejections";
import { undoMatches } from "@/lib/store/matches";
import { findMatches } from "@/lib/store/matches-read";
import type { MatchRow } from "@/lib/store/matches-read";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Undoes a match: its lines and payouts are open again. What matching had made by itself, it does not make again of
 * the same pair: the person has said that it is none. Throws: forbidden, not_found, conflict (undone already).
 */
export async function undoMatch(
  ctx: ServiceContext,
  input: Readonly<{ id: string; reason?: string | undefined }>,
): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const id = parseId<"match">(input.id) as MatchId;
    const match = await holdMatch(tx, id);
    const nowMs = ctx.clock.nowMs();
    const undone = await undoMatches(tx, [id], {
      by: ctx.actor.name,
      reason: input.reason ?? "person",
      nowMs,
    });
    if (undone.length === 0) throw alreadyUndone(match);
    const entries = match.parts.flatMap((part) => part.entry ?? []);
    if (match.maker === "system") {
      const lines = match.parts.flatMap((part) => part.line ?? []);
      await insertRejections(tx, pairsOf(entries, lines), { name: ctx.actor.name, nowMs });
    }
    await restoreStart(
      tx,
      entries.map((entry) => entry.ledger),
    );
    await recordAudit(tx, ctx, {
      action: "match.undone",
      subjectType: "match",
      subjectId: id,
      before: { method: match.method, madeBy: match.madeBy },
      after: { reason: input.reason ?? "" },
    });
    await settleAccount(tx, ctx, match.account, match.parts);
  });
}

/** The match as it is once its account is ours: whoever matches that account holds it first as well. */
async function holdMatch(tx: TenantTx, id: MatchId): Promise<MatchRow> {
  const [seen] = await findMatches(tx, [id]);
  if (seen?.account !== undefined) await lockBankAccount(tx, seen.account);
  const [match] = seen?.account === undefined ? [seen] : await findMatches(tx, [id]);
  if (match === undefined) throw new AppError("not_found", "there is no match with this id");
  return match;
}

function alreadyUndone(match: MatchRow): AppError {
  return new AppError("conflict", `this match was undone by ${match.undoneBy ?? "somebody"} already`);
}
