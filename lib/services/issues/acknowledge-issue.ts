import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import type { IssueId, LedgerUid } from "@/lib/core/ids";
import { present } from "@/lib/core/invariant";
import type { Issue } from "@/lib/contracts/shapes";
import { IdWire, LedgerDateWire } from "@/lib/contracts/wire";
import { ISSUE_ENDS } from "@/lib/domain/issue/acknowledgement";
import { TOPICS } from "@/lib/domain/ledger/states";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { finishRebuild } from "@/lib/services/copies/finish-rebuild";
import { describeIssue } from "@/lib/services/issues/describe-issue";
import { liftOwnHold } from "@/lib/services/keys/confirm-vanished";
import { recordAudit } from "@/lib/store/audit";
import { acknowledgeBreak } from "@/lib/store/breaks";
import { findIssueRow, resolveIssueById } from "@/lib/store/issues-read";
import type { IssueRow } from "@/lib/store/issues-read";
import { withTenant } from "@/lib/store/tenant";
import type { TenantTx } from "@/lib/store/tenant";

/** Subjects of issues about a break: ledger, topic, and the natural key of the entry. */
const BreakSubject = z.tuple([
  IdWire,
  z.enum(TOPICS),
  LedgerDateWire,
  z.string().regex(/^[0-9a-f]+$/),
  z.coerce.number().int(),
]);
/** Subjects of issues about a topic. */
const FeedSubject = z.tuple([IdWire, z.enum(TOPICS)]);

/**
 * Ends an issue by a person, with a reason. Of a broken chain the break is acknowledged with it; a rebuilt copy
 * that lacks entries is agreed to, which takes its own permission. Issues that end with their cause cannot be
 * acknowledged. Throws: forbidden, not_found, conflict.
 */
export async function acknowledgeIssue(
  ctx: ServiceContext,
  input: Readonly<{ id: string; reason: string }>,
): Promise<Issue> {
  requirePermission(ctx, "issue.acknowledge");
  const id = parseId<"issue">(input.id);
  const issue = await withTenant(ctx.database, ctx, (tx) => requireOpenIssue(tx, id));
  const end = ISSUE_ENDS[issue.kind];
  if (end === "by-cause") throw new AppError("conflict", "this issue ends by itself when its cause is gone");
  // Lifting this hold lets the next listing revoke, and what ends with a grant does not come back.
  if (issue.kind === "many-ledgers-vanished") requirePermission(ctx, "keys.manage");
  if (end === "agreed") await agree(ctx, issue);
  return withTenant(ctx.database, ctx, async (tx) => {
    const nowMs = ctx.clock.nowMs();
    const by = { name: ctx.actor.name, reason: input.reason, nowMs };
    // Agreeing has closed it already.
    if (end === "acknowledged" && !(await resolveIssueById(tx, id, by))) {
      throw new AppError("conflict", "somebody has closed this issue already");
    }
    if (issue.kind === "chain-break") await acknowledgeBreak(tx, breakOf(issue), by);
    // The person says that the grants are gone: the next listing may revoke what it lacks.
    if (issue.kind === "many-ledgers-vanished")
      await liftOwnHold(tx, { credentialId: issue.subjectId, nowMs });
    await recordAudit(tx, ctx, {
      action: "issue.acknowledged",
      subjectType: "issue",
      subjectId: id,
      after: { kind: issue.kind, subject: `${issue.subjectType} ${issue.subjectId}`, reason: input.reason },
    });
    return describeIssue(present(await findIssueRow(tx, id), "the issue acknowledged"), nowMs);
  });
}

async function requireOpenIssue(tx: TenantTx, id: IssueId): Promise<IssueRow> {
  const issue = await findIssueRow(tx, id);
  if (issue === undefined) throw new AppError("not_found", "there is no issue with this id");
  if (issue.resolvedAt !== undefined)
    throw new AppError("conflict", "somebody has closed this issue already");
  return issue;
}

async function agree(ctx: ServiceContext, issue: IssueRow): Promise<void> {
  requirePermission(ctx, "copy.agree");
  const [ledger, topic] = FeedSubject.parse(issue.subjectId.split(":"));
  const outcome = await finishRebuild(ctx, { ledger: ledger as LedgerUid, topic }, { agreed: true });
  if (outcome !== "swapped") {
    throw new AppError("conflict", "the new copy is not at its head yet; agree again when it is");
  }
}

function breakOf(issue: IssueRow): Parameters<typeof acknowledgeBreak>[1] {
  const [ledger, topic, ledgerDate, content, ordinal] = BreakSubject.parse(issue.subjectId.split(":"));
  return { ledger: ledger as LedgerUid, topic, ledgerDate, content, ordinal };
}
