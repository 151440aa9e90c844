import type { Reconciliation, ReconciliationQuery } from "@/lib/contracts/reconciliation";
import { PAYOUT_STATUSES } from "@/lib/domain/payout/status";
import type { ServiceContext } from "@/lib/services/context";
import { statusRange } from "@/lib/services/payouts/status-range";
import { readBooks } from "@/lib/services/read";
import { readNotWorked } from "@/lib/services/reconciliation/not-worked";
import { countOpenItems, listOldestItem } from "@/lib/store/open-items";
import { countBankLines, sumPayouts } from "@/lib/store/reconciliation-read";

const COUNTED_TO = 10_000;

/**
 * Payouts of an interval of ledger dates by status, bank lines by what became of them, and the oldest thing that is
 * left to decide. Without an interval everything is counted, from indexes alone. Throws: forbidden.
 */
export async function sumReconciliation(
  ctx: ServiceContext,
  query: ReconciliationQuery,
): Promise<Reconciliation> {
  return readBooks(ctx, async (tx, moment) => {
    const payouts: Reconciliation["payouts"] = [];
    const filter = { merchant: query.merchantId, from: query.from, to: query.to };
    for (const status of PAYOUT_STATUSES) {
      const sums = await sumPayouts(tx, statusRange(status, moment), filter);
      payouts.push(...sums.map((sum) => ({ status, ...sum })));
    }
    const open = await countOpenItems(tx, { merchant: query.merchantId }, COUNTED_TO);
    const oldest = await listOldestItem(tx, query.merchantId);
    return {
      from: query.from ?? null,
      to: query.to ?? null,
      payouts,
      bankLines: await countBankLines(tx, filter),
      suggestions: open.reduce((sum, of) => sum + (of.kind === "suggestion" ? of.count : 0), 0),
      oldestException: oldest ?? null,
      notWorked: await readNotWorked(tx, { merchant: query.merchantId }),
    };
  });
}
