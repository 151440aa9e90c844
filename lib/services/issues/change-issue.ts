import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { AssignInput, SnoozeInput } from "@/lib/contracts/issues";
import type { Issue } from "@/lib/contracts/shapes";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { describeIssue } from "@/lib/services/issues/describe-issue";
import { findIssuePerson, readSnooze, workOnIssue } from "@/lib/services/issues/issue-work";
import type { IssueWork } from "@/lib/services/issues/issue-work";
import { findIssueRow } from "@/lib/store/issues-read";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Puts an issue off until a date; it comes back by itself. Throws: forbidden, not_found, conflict, invalid_input. */
export async function snoozeIssue(ctx: ServiceContext, input: SnoozeInput): Promise<Issue> {
  requirePermission(ctx, "issue.acknowledge");
  return change(ctx, input.id, () => Promise.resolve({ snoozeUntilMs: readSnooze(ctx, input.until) }));
}

/** Brings an issue back that was put off. Throws: forbidden, not_found, conflict. */
export async function unsnoozeIssue(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Issue> {
  requirePermission(ctx, "issue.acknowledge");
  return change(ctx, input.id, () => Promise.resolve({ snoozeUntilMs: null }));
}

/**
 * Says who looks after an issue: a member of the firm who sees it, or nobody. Throws: forbidden; not_found (the issue,
 * or the person); conflict; invalid_input (the person does not see it).
 */
export async function assignIssue(ctx: ServiceContext, input: AssignInput): Promise<Issue> {
  requirePermission(ctx, "issue.acknowledge");
  const { assignedId } = input;
  return change(ctx, input.id, async (tx) => ({
    person: assignedId === null ? null : await findIssuePerson(tx, ctx, assignedId),
  }));
}

async function change(
  ctx: ServiceContext,
  issue: string,
  read: (tx: TenantTx) => Promise<IssueWork>,
): Promise<Issue> {
  const id = parseId<"issue">(issue);
  return withTenant(ctx.database, ctx, async (tx) => {
    if ((await findIssueRow(tx, id)) === undefined)
      throw new AppError("not_found", "there is no issue with this id");
    const changed = await workOnIssue(tx, ctx, id, await read(tx));
    if (changed === undefined) throw new AppError("conflict", "this issue is resolved already");
    return describeIssue(changed, ctx.clock.nowMs());
  });
}
