import { parseId } from "@/lib/core/ids";
import type { BulkIssuesInput, IssueChanges } from "@/lib/contracts/issues";
import type { Issue } from "@/lib/contracts/shapes";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { describeIssue } from "@/lib/services/issues/describe-issue";
import { findIssuePerson, readSnooze, workOnIssue } from "@/lib/services/issues/issue-work";
import { withTenant } from "@/lib/store/tenant";

/**
 * Puts several issues off, or says who looks after them, all or none; what was resolved meanwhile is named, and left.
 * Throws: forbidden; not_found (the person); invalid_input (the date, or a person who does not see all of them).
 */
export async function changeIssues(ctx: ServiceContext, input: BulkIssuesInput): Promise<IssueChanges> {
  requirePermission(ctx, "issue.acknowledge");
  const { until, assignedId } = input;
  const snoozeUntilMs = until === undefined || until === null ? until : readSnooze(ctx, until);
  return withTenant(ctx.database, ctx, async (tx) => {
    const person =
      assignedId === undefined || assignedId === null
        ? assignedId
        : await findIssuePerson(tx, ctx, assignedId);
    const items: Issue[] = [];
    const gone: string[] = [];
    // In the order of their ids, so that two people who choose the same wait for one another.
    for (const id of [...new Set(input.ids)].toSorted()) {
      const changed = await workOnIssue(tx, ctx, parseId<"issue">(id), { snoozeUntilMs, person });
      if (changed === undefined) gone.push(id);
      else items.push(describeIssue(changed, ctx.clock.nowMs()));
    }
    return { items, gone };
  });
}
