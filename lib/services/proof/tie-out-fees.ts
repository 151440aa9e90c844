import type { LedgerUid } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { settleTieOuts } from "@/lib/services/verify/settle-tie-outs";
import { findActiveFeed } from "@/lib/store/feeds";
import { findLedger } from "@/lib/store/ledgers";
import { withTenant } from "@/lib/store/tenant";
import { listUntiedDates } from "@/lib/store/verify-sums";

/**
 * Funds `fees-retained` and fees `fees-retained` cancel on every ledger date that is verified on both topics, or
 * an issue is open (DESIGN §5, "Fees"; §6, invariant 4). Run whenever dates were verified.
 */
export async function tieOutFees(ctx: ServiceContext, uid: LedgerUid): Promise<void> {
  const found = await withTenant(ctx.database, ctx, async (tx) => {
    const ledger = await findLedger(tx, uid);
    const funds = await findActiveFeed(tx, uid, "funds");
    const fees = await findActiveFeed(tx, uid, "fees");
    if (ledger === undefined || funds === undefined || fees === undefined) return undefined;
    const copies = { funds: funds.copy, fees: fees.copy };
    return {
      ledger,
      untied: await listUntiedDates(tx, uid, { copies, from: ledger.booksFrom, to: undefined }),
    };
  });
  if (found !== undefined) await settleTieOuts(ctx, found.ledger, { untied: found.untied });
}
