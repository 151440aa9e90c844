import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { BankLineId } from "@/lib/core/ids";
import type { LearnInput, Learnt, Patterns } from "@/lib/contracts/reconciliation";
import { learntPattern } from "@/lib/domain/reconciliation/patterns";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { reconcileAccount } from "@/lib/services/reconciliation/reconcile-account";
import { watchReconciliation } from "@/lib/services/reconciliation/watch-reconciliation";
import { recordAudit } from "@/lib/store/audit";
import { lockBankAccount } from "@/lib/store/bank-accounts";
import { findLines } from "@/lib/store/bank-lines";
import {
  insertPattern,
  listFirmPatterns,
  listPatternAmounts,
  revokePattern,
} from "@/lib/store/match-patterns";
import { listOpenAmounts, markDue } from "@/lib/store/reconcile";
import { findItemsOfPayouts } from "@/lib/store/reconcile-items";
import { withTenant } from "@/lib/store/tenant";

/**
 * Remembers what the texts of a line say, as payouts of this payout's ledger from now on. Where one payout and one
 * line of the account then fit each other alone, they are matched at once. Throws: forbidden, not_found,
 * invalid_input when the text says too little.
 */
export async function learnPattern(ctx: ServiceContext, input: LearnInput): Promise<Learnt> {
  requirePermission(ctx, "match.make");
  return withTenant(ctx.database, ctx, async (tx) => {
    const [line] = await findLines(tx, [parseId<"bank-line">(input.lineId) as BankLineId]);
    const [item] = await findItemsOfPayouts(tx, [parseId<"payout">(input.payoutId)]);
    if (line === undefined) throw new AppError("not_found", "there is no bank line with this id");
    if (item === undefined) throw new AppError("not_found", "there is no payout with this id");
    const pattern = (line.texts ?? [])
      .map(({ text }) => learntPattern(text))
      .filter((form) => form !== undefined)
      .toSorted((left, right) => right.length - left.length)[0];
    if (pattern === undefined) {
      throw new AppError("invalid_input", "the text of this line says too little to go by", {
        fields: [{ field: "lineId", message: "has no text of three letters or more", reason: "too-little" }],
      });
    }
    const nowMs = ctx.clock.nowMs();
    const id = await insertPattern(tx, {
      id: newId<"pattern">(nowMs),
      account: line.account,
      pattern,
      ledger: item.entry.ledger,
      by: ctx.actor.name,
      nowMs,
    });
    await recordAudit(tx, ctx, {
      action: "match.pattern-learnt",
      subjectType: "pattern",
      subjectId: id,
      after: { pattern, ledger: item.entry.ledger },
    });
    await lockBankAccount(tx, line.account);
    // What an older pattern has matched may be this one's: the one that says most decides.
    const matched = await listPatternAmounts(tx, line.account);
    await markDue(tx, line.account, [...(await listOpenAmounts(tx, line.account)), ...matched]);
    const { made } = await reconcileAccount(tx, ctx, line.account);
    await watchReconciliation(tx, ctx, line.account);
    return { id, pattern, made };
  });
}

/**
 * Forgets a pattern. What it alone had matched is suggested again, at once: automatic matches follow from what
 * stands, and a person decides what nothing speaks for any more. Throws: forbidden, not_found.
 */
export async function forgetPattern(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<void> {
  requirePermission(ctx, "match.make");
  await withTenant(ctx.database, ctx, async (tx) => {
    const id = parseId<"pattern">(input.id);
    const gone = await revokePattern(tx, id, { name: ctx.actor.name, nowMs: ctx.clock.nowMs() });
    if (gone === undefined) throw new AppError("not_found", "there is no pattern with this id");
    await recordAudit(tx, ctx, {
      action: "match.pattern-forgotten",
      subjectType: "pattern",
      subjectId: id,
      before: { pattern: gone.pattern },
    });
    await lockBankAccount(tx, gone.account);
    await markDue(tx, gone.account, await listPatternAmounts(tx, gone.account));
    await reconcileAccount(tx, ctx, gone.account);
    await watchReconciliation(tx, ctx, gone.account);
  });
}

/** The patterns that people have confirmed. Throws: forbidden. */
export async function listPatternsOfFirm(ctx: ServiceContext): Promise<Patterns> {
  return readBooks(ctx, async (tx) => ({ items: await listFirmPatterns(tx) }));
}
