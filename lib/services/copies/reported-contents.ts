import type { Topic } from "@/lib/domain/ledger/states";
import type { VippsAccess } from "@/lib/providers/vipps/client";
import type { ServiceContext } from "@/lib/services/context";
import { withContent } from "@/lib/services/ledgers/entry-content";
import type { LedgerRecord } from "@/lib/store/ledgers";
import { listDifferingDates } from "@/lib/store/proof";
import { withTenant } from "@/lib/store/tenant";

/** Dates whose reports are taken along; a rebuild is rare, and few dates differ. */
const DATES_MAX = 60;

/**
 * How often each content stands in the reports of the dates that differ: with them at hand a rebuild keeps as
 * many of a repeated zero-sum run as the report has (DESIGN §6, invariant 3).
 */
export async function reportedContents(
  ctx: ServiceContext,
  { ledger, topic, access }: Readonly<{ ledger: LedgerRecord; topic: Topic; access: VippsAccess }>,
): Promise<ReadonlyMap<string, number>> {
  const dates = await withTenant(ctx.database, ctx, (tx) =>
    listDifferingDates(tx, ledger.id, topic, DATES_MAX),
  );
  const counts = new Map<string, number>();
  for (const ledgerDate of dates) {
    const report = await access.reportByDate({ ledgerId: ledger.ledgerId, topic, ledgerDate });
    for (const entry of report.entries) {
      const { content } = withContent(entry);
      counts.set(content, (counts.get(content) ?? 0) + 1);
    }
  }
  return counts;
}
