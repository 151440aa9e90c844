import type { OverviewFigures } from "@/lib/contracts/shapes";
import { inTransitFrom } from "@/lib/services/payouts/status-range";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { countMerchants, sumFirmBalances } from "@/lib/store/merchants";
import { sumOnTheirWay } from "@/lib/store/payouts-read";

/** The head of the firm's overview: balances, what is on its way, proof, issues. Throws: forbidden. */
export async function getOverview(ctx: ServiceContext): Promise<OverviewFigures> {
  return readBooks(ctx, async (tx, moment) => {
    const counts = await countMerchants(tx, moment);
    return {
      merchantCount: counts.merchants,
      balances: await sumFirmBalances(tx),
      onTheirWay: await sumOnTheirWay(tx, inTransitFrom(moment)),
      proof: { verified: counts.verified, pending: counts.pending, inDoubt: counts.inDoubt },
      openIssues: counts.openIssues,
      merchantsWithIssues: counts.withIssues,
      firstSyncs: counts.firstSync,
      stale: counts.stale,
      oldestHeadSeenAt: counts.oldestHeadSeenAt ?? null,
    };
  });
}
