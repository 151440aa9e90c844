import { AppError } from "@/lib/core/errors";
import { newId, parseId } from "@/lib/core/ids";
import type { LedgerUid } from "@/lib/core/ids";
import { TOPICS } from "@/lib/domain/ledger/states";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { endPersons } from "@/lib/services/persons/turn-off-persons";
import { recordAudit } from "@/lib/store/audit";
import { setFeedStates } from "@/lib/store/feeds";
import { endHandover, insertExport, insertHandover } from "@/lib/store/leaving";
import { findLedger, hastenProof, setLedgerStatus } from "@/lib/store/ledgers";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { rememberStatus } from "@/lib/store/ledgers-rekeyed";
import { listHoldings } from "@/lib/store/merchant-figures";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Hands a merchant over to another firm: its ledgers are not followed any more, payers' data of them are destroyed,
 * its books stay to be read, and a file of them is made for whoever asked. Throws: forbidden, not_found, conflict.
 */
export async function handOverMerchant(
  ctx: ServiceContext,
  input: Readonly<{ id: string; toWhom: string }>,
): Promise<Readonly<{ exportId: string }>> {
  requirePermission(ctx, "merchant.handover");
  const merchant = parseId<"merchant">(input.id);
  const nowMs = ctx.clock.nowMs();
  const exportId = newId<"export">(nowMs);
  await withTenant(ctx.database, ctx, async (tx) => {
    const ledgers = await ledgersNow(tx, merchant);
    const by = ctx.actor.name;
    const isNew = await insertHandover(tx, {
      id: newId<"handover">(nowMs),
      merchant,
      toWhom: input.toWhom,
      by,
      nowMs,
    });
    if (!isNew) throw new AppError("conflict", "this merchant is handed over already");
    const ended = ledgers.filter((ledger) => ledger.status === "active");
    for (const { id } of ended) {
      // The version moves, so that a page under way is dropped.
      await setFeedStates(tx, id, { from: ["following", "refused"], to: "no-access", nowMs });
      await endPersons(tx, ctx, { ledger: id, reason: "handed over" });
      await setLedgerStatus(tx, id, { to: "handed-over", nowMs });
    }
    // One whose grant is gone just now is not followed either when it comes back.
    await rememberStatus(tx, idsOf(ledgers), { from: "active", to: "handed-over" });
    await insertExport(tx, { id: exportId, merchant, by: ctx.actor, nowMs });
    await recordAudit(tx, ctx, {
      action: "merchant.handed-over",
      subjectType: "merchant",
      subjectId: merchant,
      after: { toWhom: input.toWhom, ledgers: ended.map((ledger) => ledger.ledgerId).join(" ") },
    });
  });
  await ctx.enqueue("leaving.export", { tenantId: ctx.tenantId, export: exportId }).catch(() => undefined);
  return { exportId };
}

/** Follows a merchant again that was handed over, while its grants stand. Throws: forbidden, not_found, conflict. */
export async function takeBackMerchant(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<void> {
  requirePermission(ctx, "merchant.handover");
  const merchant = parseId<"merchant">(input.id);
  const nowMs = ctx.clock.nowMs();
  const back = await withTenant(ctx.database, ctx, async (tx) => {
    const ledgers = await ledgersNow(tx, merchant);
    const granted = ledgers.filter((ledger) => ledger.status === "handed-over");
    if (ledgers.length > 0 && granted.length === 0 && ledgers.every((ledger) => ledger.status === "revoked"))
      throw new AppError(
        "conflict",
        "no ledger of this merchant is granted any more; it must be granted again",
      );
    if (!(await endHandover(tx, { merchant, by: ctx.actor.name, nowMs })))
      throw new AppError("conflict", "this merchant is not handed over");
    for (const { id } of granted) {
      await setLedgerStatus(tx, id, { to: "active", nowMs });
      await setFeedStates(tx, id, { from: ["no-access"], to: "following", nowMs });
      for (const topic of TOPICS) await hastenProof(tx, id, topic, nowMs);
    }
    await rememberStatus(tx, idsOf(ledgers), { from: "handed-over", to: "active" });
    await recordAudit(tx, ctx, {
      action: "merchant.taken-back",
      subjectType: "merchant",
      subjectId: merchant,
      after: { ledgers: granted.map((ledger) => ledger.ledgerId).join(" ") },
    });
    return granted;
  });
  for (const { id: ledger } of back) {
    for (const topic of TOPICS)
      await ctx.enqueue("feed.follow", { tenantId: ctx.tenantId, ledger, topic }).catch(() => undefined);
  }
}

function idsOf(ledgers: readonly LedgerRecord[]): readonly LedgerUid[] {
  return ledgers.map(({ id }) => id);
}

/** The ledgers that are the merchant's until further notice. Throws: not_found, when there is no such merchant. */
async function ledgersNow(
  tx: TenantTx,
  merchant: Parameters<typeof listHoldings>[1],
): Promise<readonly LedgerRecord[]> {
  const known = await tx.query("select from merchant where tenant_id = $1 and id = $2", [
    tx.tenantId,
    merchant,
  ]);
  if (known.length === 0) throw new AppError("not_found", "there is no merchant with this id");
  const holdings = (await listHoldings(tx, merchant)).filter((holding) => holding.validTo === undefined);
  const ledgers = await Promise.all(holdings.map((holding) => findLedger(tx, holding.ledger)));
  return ledgers.filter((ledger) => ledger !== undefined);
}
