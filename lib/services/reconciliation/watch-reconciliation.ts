import type { BankAccountId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { syncWorkIssues } from "@/lib/store/work-issues";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * Opens and closes the issues of an account's open work: payouts that the bank should have shown, lines that nothing
 * explains, and differences. Follows the work that was just worked out, in its transaction.
 */
export async function watchReconciliation(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "clock">,
  account: BankAccountId,
): Promise<void> {
  await syncWorkIssues(tx, account, ctx.clock.nowMs());
}
