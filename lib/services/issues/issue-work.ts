import { AppError } from "@/lib/core/errors";
import type { IssueId } from "@/lib/core/ids";
import type { LedgerDate } from "@/lib/core/ledger-date";
import { SNOOZE_DAYS_MAX, snoozeEnd } from "@/lib/domain/issue/snooze";
import type { ServiceContext } from "@/lib/services/context";
import { personOf } from "@/lib/services/issues/list-issues";
import { recordAudit } from "@/lib/store/audit";
import { assignIssueRow, holdIssuePerson, snoozeIssueRow } from "@/lib/store/issue-work";
import type { IssuePerson } from "@/lib/store/issue-work";
import { findIssueRow } from "@/lib/store/issues-read";
import type { IssueRow } from "@/lib/store/issues-read";
import type { TenantTx } from "@/lib/store/tenant";

/** What is done to an issue. Undefined: it stays as it is; null: that ends. */
export type IssueWork = Readonly<{
  snoozeUntilMs?: number | null | undefined;
  person?: IssuePerson | null | undefined;
}>;

/** When an issue that is put off until this date comes back. Throws: invalid_input. */
export function readSnooze(ctx: ServiceContext, until: LedgerDate): number {
  const end = snoozeEnd(until, ctx.clock.nowMs());
  if (end !== undefined) return end;
  const message = `must be one of the next ${String(SNOOZE_DAYS_MAX)} days`;
  throw new AppError("invalid_input", `until ${message}`, { fields: [{ field: "until", message }] });
}

/** A member who may look after issues, and goes on to until the transaction ends; `me`: whoever asks. Throws: not_found. */
export async function findIssuePerson(
  tx: TenantTx,
  ctx: ServiceContext,
  wanted: string,
): Promise<IssuePerson> {
  const id = wanted === "me" ? personOf(ctx) : wanted;
  const person = id === undefined ? undefined : await holdIssuePerson(tx, id);
  if (person === undefined)
    throw new AppError("not_found", "there is no member with this id who may look after issues");
  return person;
}

/**
 * Does what is wanted to an open issue, and notes what it changed. Undefined: it is not there, or was closed meanwhile.
 * Throws: invalid_input (the person does not see the issue).
 */
export async function workOnIssue(
  tx: TenantTx,
  ctx: ServiceContext,
  id: IssueId,
  work: IssueWork,
): Promise<IssueRow | undefined> {
  const before = await findIssueRow(tx, id, "lock");
  if (before === undefined || before.resolvedAt !== undefined) return undefined;
  const { snoozeUntilMs, person } = work;
  if (snoozeUntilMs !== undefined) await snooze(tx, ctx, before, snoozeUntilMs);
  if (person !== undefined) await assign(tx, ctx, before, person);
  return findIssueRow(tx, id);
}

async function snooze(
  tx: TenantTx,
  ctx: ServiceContext,
  issue: IssueRow,
  untilMs: number | null,
): Promise<void> {
  const { id, kind, snoozedUntil } = issue;
  const subject = { subjectType: "issue", subjectId: id, before: { until: snoozedUntil ?? "" } };
  if (untilMs !== null) {
    await snoozeIssueRow(tx, id, { untilMs, by: ctx.actor.name });
    const after = { kind, until: new Date(untilMs).toISOString() };
    await recordAudit(tx, ctx, { action: "issue.snoozed", ...subject, after });
    return;
  }
  // What is back already, by itself or by somebody who was faster, is not brought back.
  if (snoozedUntil === undefined || Date.parse(snoozedUntil) <= ctx.clock.nowMs()) return;
  await snoozeIssueRow(tx, id, undefined);
  await recordAudit(tx, ctx, { action: "issue.unsnoozed", ...subject });
}

async function assign(
  tx: TenantTx,
  ctx: ServiceContext,
  issue: IssueRow,
  person: IssuePerson | null,
): Promise<void> {
  if (person !== null) assertSees(person, issue);
  if (issue.assignedId === person?.id && issue.assignedName === person?.name) return;
  await assignIssueRow(tx, issue.id, person ?? undefined);
  await recordAudit(tx, ctx, {
    action: "issue.assigned",
    subjectType: "issue",
    subjectId: issue.id,
    before: { assigned: issue.assignedName ?? "" },
    after: { kind: issue.kind, assigned: person?.name ?? "" },
  });
}

/** Whoever is limited to some merchants looks after these merchants' issues only: others they cannot open. */
function assertSees(person: IssuePerson, issue: IssueRow): void {
  if (person.merchants === undefined) return;
  if (issue.merchantId !== undefined && person.merchants.includes(issue.merchantId)) return;
  const message = "must be somebody who sees the merchant of this issue";
  throw new AppError("invalid_input", `assignedId ${message}`, {
    fields: [{ field: "assignedId", message }],
  });
}
