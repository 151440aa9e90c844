import { newId } from "@/lib/core/ids";
import type { IssueId, LedgerUid } from "@/lib/core/ids";
import { SEVERITY_OF } from "@/lib/domain/issue/kinds";
import type { IssueKind } from "@/lib/domain/issue/kinds";
import type { TenantTx } from "@/lib/store/tenant";

/** What an issue is about. (kind, subject) is open at most once. */
export type IssueSubject = Readonly<{ kind: IssueKind; subjectType: string; subjectId: string }>;

/** Opens an issue, or renews the facts of the one that is open. True when it was not open before. */
export async function openIssue(
  tx: TenantTx,
  issue: IssueSubject &
    Readonly<{ ledger?: LedgerUid; facts: Readonly<Record<string, string>>; nowMs: number }>,
): Promise<boolean> {
  const rows = await tx.query<{ is_new: boolean }>(
    `insert into issue (tenant_id, id, kind, subject_type, subject_id, severity, ledger, facts, opened_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, to_timestamp($9 / 1000.0))
     on conflict (tenant_id, kind, subject_type, subject_id) where resolved_at is null do update set facts = excluded.facts
     returning (xmax = 0) as is_new`,
    [
      tx.tenantId,
      newId<"issue">(issue.nowMs) as IssueId,
      issue.kind,
      issue.subjectType,
      issue.subjectId,
      SEVERITY_OF[issue.kind],
      issue.ledger ?? null,
      JSON.stringify(issue.facts),
      issue.nowMs,
    ],
  );
  return rows[0]?.is_new ?? false;
}

/** Closes the issue if it is open. */
export async function resolveIssue(
  tx: TenantTx,
  issue: IssueSubject & Readonly<{ nowMs: number; by: string; reason?: string }>,
): Promise<boolean> {
  const count = await tx.execute(
    `update issue set resolved_at = to_timestamp($5 / 1000.0), resolved_by = $6, reason = $7
     where tenant_id = $1 and kind = $2 and subject_type = $3 and subject_id = $4 and resolved_at is null`,
    [
      tx.tenantId,
      issue.kind,
      issue.subjectType,
      issue.subjectId,
      issue.nowMs,
      issue.by,
      issue.reason ?? null,
    ],
  );
  return count > 0;
}
