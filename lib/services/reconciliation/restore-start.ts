import type { LedgerUid } from "@/lib/core/ids";
import { firstOpenLedgerDate } from "@/lib/domain/payout/life";
import { findLedger } from "@/lib/store/ledgers";
import { setBeforeStart } from "@/lib/store/payouts";
import type { TenantTx } from "@/lib/store/tenant";

/** After matches were undone: payouts from before the start of their books need nobody again. */
export async function restoreStart(
  tx: TenantTx,
  ledgers: readonly LedgerUid[],
  isNeeded = true,
): Promise<void> {
  if (!isNeeded) return;
  for (const id of new Set(ledgers)) {
    const ledger = await findLedger(tx, id);
    if (ledger === undefined) continue;
    await setBeforeStart(tx, id, firstOpenLedgerDate(ledger.country, ledger.booksFrom));
  }
}
