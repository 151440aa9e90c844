import { AppError } from "@/lib/core/errors";
import type { Attested, AttestInput } from "@/lib/contracts/reconciliation";
import { momentOf } from "@/lib/domain/ledger/moment";
import type { Moment } from "@/lib/domain/ledger/moment";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { partsOf } from "@/lib/services/reconciliation/candidates";
import { MADE_BY_PERSON, readParts, settleAccount } from "@/lib/services/reconciliation/match-parts";
import { recordAudit } from "@/lib/store/audit";
import { insertMatches } from "@/lib/store/matches";
import type { ItemRow } from "@/lib/store/reconcile";
import { withTenant } from "@/lib/store/tenant";

/**
 * Says that a payout was received although no bank line shows it: for firms that reconcile the bank elsewhere. A line
 * that is found later takes its place. Throws: forbidden, not_found, conflict, invalid_input
 * (a day that has not come, or before the payout).
 */
export async function attestReceipts(ctx: ServiceContext, input: AttestInput): Promise<Attested> {
  requirePermission(ctx, "match.make");
  return withTenant(ctx.database, ctx, async (tx) => {
    const { items, account } = await readParts(tx, { payoutIds: input.payoutIds, lines: [] });
    requireCome(input, items, momentOf(ctx.clock.nowMs()));
    const ids = await insertMatches(
      tx,
      items.map((item) => ({
        account,
        method: "attested" as const,
        maker: "person" as const,
        by: ctx.actor.name,
        nowMs: ctx.clock.nowMs(),
        reasons: [MADE_BY_PERSON],
        parts: [
          ...partsOf([item], []),
          {
            kind: "attested" as const,
            amount: item.amount,
            currency: item.currency,
            receivedOn: input.receivedOn,
            reason: input.reason,
          },
        ],
      })),
    );
    for (const [at, id] of ids.entries()) {
      await recordAudit(tx, ctx, {
        action: "match.attested",
        subjectType: "payout",
        subjectId: items[at]?.payout ?? id,
        after: { receivedOn: input.receivedOn, reason: input.reason ?? "" },
      });
    }
    await settleAccount(
      tx,
      ctx,
      account,
      items.map((item) => ({ amount: item.amount })),
    );
    return { ids };
  });
}

/** Nobody has seen money come in on a day that has not come, nor before it was sold: that year is a slip. */
function requireCome({ receivedOn }: AttestInput, items: readonly ItemRow[], { today }: Moment): void {
  const early = items.find((item) => receivedOn > today[item.country]);
  if (early !== undefined) throw wrongDay(`must not be after ${today[early.country]}`, "future");
  const late = items.find((item) => receivedOn < item.entry.ledgerDate);
  if (late !== undefined) throw wrongDay(`must not be before ${late.entry.ledgerDate}`, "before-payout");
}

function wrongDay(message: string, reason: string): AppError {
  const fields = [{ field: "receivedOn", message, reason }];
  return new AppError("invalid_input", `the date ${message}`, { fields });
}
