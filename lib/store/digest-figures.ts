import { listIssueRows, summarizeIssues } from "@/lib/store/issues-read";
import type { IssueFilter, IssueRow } from "@/lib/store/issues-read";
import { sumAtRisk } from "@/lib/store/reconciliation-read";
import type { TenantTx } from "@/lib/store/tenant";

/** What a digest tells. */
export type DigestFigures = Readonly<{
  open: number;
  /** Opened since the last one. */
  fresh: number;
  oldest: IssueRow | undefined;
  /** The gravest, at most as many as were asked for. */
  issues: readonly IssueRow[];
  atRisk: readonly Readonly<{ currency: string; amount: bigint; count: number }>[];
}>;

/** Reads it as the transaction's scope sees it. `since`: when the last one went; undefined: everything is new. */
export async function readDigestFigures(
  tx: TenantTx,
  ask: Readonly<{ filter: IssueFilter; since: string | undefined; limit: number }>,
): Promise<DigestFigures> {
  const summary = await summarizeIssues(tx, ask.filter, ask.since);
  const issues = await listIssueRows(tx, { ...ask.filter, limit: ask.limit });
  return { ...summary, issues: issues.slice(0, ask.limit), atRisk: await sumAtRisk(tx) };
}
