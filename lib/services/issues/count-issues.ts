import type { MerchantId } from "@/lib/core/ids";
import type { IssueCounts, IssueCountsQuery } from "@/lib/contracts/issues";
import type { People } from "@/lib/contracts/onboarding";
import { ISSUE_KINDS } from "@/lib/domain/issue/kinds";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { personOf } from "@/lib/services/issues/list-issues";
import { readBooks } from "@/lib/services/read";
import { countOpenIssues, listIssuePeople } from "@/lib/store/issue-work";
import type { IssueCount } from "@/lib/store/issue-work";
import { withTenant } from "@/lib/store/tenant";

/** How many issues are open, by what the list can be narrowed to. Throws: forbidden. */
export async function countIssues(ctx: ServiceContext, query: IssueCountsQuery): Promise<IssueCounts> {
  return readBooks(ctx, async (tx) => {
    const rows = await countOpenIssues(tx, {
      merchant: query.merchantId as MerchantId | undefined,
      person: personOf(ctx),
      nowMs: ctx.clock.nowMs(),
    });
    const sum = (
      name: "open" | "snoozed" | "mine" | "unassigned",
      isCounted: (row: IssueCount) => boolean = () => true,
    ): number => rows.filter(isCounted).reduce((total, row) => total + row[name], 0);
    return {
      open: sum("open"),
      snoozed: sum("snoozed"),
      mine: sum("mine"),
      unassigned: sum("unassigned"),
      severities: {
        critical: sum("open", ({ severity }) => severity === "critical"),
        warning: sum("open", ({ severity }) => severity === "warning"),
        info: sum("open", ({ severity }) => severity === "info"),
      },
      kinds: ISSUE_KINDS.map((kind) => ({ kind, count: sum("open", (row) => row.kind === kind) })).filter(
        ({ count }) => count > 0,
      ),
    };
  });
}

/** Members who may look after issues. Throws: forbidden. */
export async function listPeopleForIssues(ctx: ServiceContext): Promise<People> {
  requirePermission(ctx, "issue.acknowledge");
  const people = await withTenant(ctx.database, ctx, (tx) => listIssuePeople(tx));
  return { items: people.map(({ id, name }) => ({ id, name })) };
}
