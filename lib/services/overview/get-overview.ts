import type { OverviewFigures } from "@/lib/contracts/overview";
import { inTransitFrom } from "@/lib/services/payouts/status-range";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { countMerchants, sumFirmBalances } from "@/lib/store/merchants";
import { countOpenItems } from "@/lib/store/open-items";
import type { OpenItemKind } from "@/lib/store/open-items";
import { sumOnTheirWay } from "@/lib/store/payouts-read";
import { sumAtRisk } from "@/lib/store/reconciliation-read";
import type { TenantTx } from "@/lib/store/tenant";

const COUNTED_TO = 10_000;

/** The head of the firm's overview: balances, what is on its way, proof, issues. Throws: forbidden. */
export async function getOverview(ctx: ServiceContext): Promise<OverviewFigures> {
  return readBooks(ctx, async (tx, moment) => {
    const counts = await countMerchants(tx, moment);
    return {
      merchantCount: counts.merchants,
      balances: await sumFirmBalances(tx),
      onTheirWay: await sumOnTheirWay(tx, inTransitFrom(moment)),
      atRisk: [...(await sumAtRisk(tx))],
      openWork: await sumOpenWork(tx),
      proof: { verified: counts.verified, pending: counts.pending, inDoubt: counts.inDoubt },
      openIssues: counts.openIssues,
      merchantsWithIssues: counts.withIssues,
      firstSyncs: counts.firstSync,
      stale: counts.stale,
      oldestHeadSeenAt: counts.oldestHeadSeenAt ?? null,
    };
  });
}

async function sumOpenWork(tx: TenantTx): Promise<OverviewFigures["openWork"]> {
  const counts = await countOpenItems(tx, {}, COUNTED_TO);
  const of = (kind: OpenItemKind): number =>
    counts.reduce((sum, count) => sum + (count.kind === kind ? count.count : 0), 0);
  return {
    suggestions: of("suggestion"),
    differences: of("difference"),
    missing: of("missing"),
    lines: of("line"),
  };
}
