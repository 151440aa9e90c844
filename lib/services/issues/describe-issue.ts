import { issueText } from "@/lib/contracts/issue-texts";
import type { Issue } from "@/lib/contracts/shapes";
import type { IssueRow } from "@/lib/store/issues-read";

/** An issue as the API shows it, in English; the web words it from kind and facts. */
export function describeIssue(row: IssueRow, nowMs: number): Issue {
  const isSnoozed = row.snoozedUntil !== undefined && Date.parse(row.snoozedUntil) > nowMs;
  return {
    id: row.id,
    kind: row.kind,
    severity: row.severity,
    subject: { type: row.subjectType, id: row.subjectId },
    ledgerUid: row.ledger ?? null,
    merchantId: row.merchantId ?? null,
    merchantName: row.merchantName ?? null,
    openedAt: row.openedAt,
    accountId: row.account ?? null,
    snoozedUntil: isSnoozed ? (row.snoozedUntil ?? null) : null,
    snoozedBy: isSnoozed ? (row.snoozedBy ?? null) : null,
    assignedId: row.assignedId ?? null,
    assignedName: row.assignedName ?? null,
    resolvedAt: row.resolvedAt ?? null,
    resolvedBy: row.resolvedBy ?? null,
    reason: row.reason ?? null,
    ...issueText(row.kind, row.facts),
    facts: { ...row.facts },
  };
}
