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
  /** Payouts that should be in the bank and are not; empty where the digest is not of these. */
  atRisk: readonly Readonly<{ currency: string; amount: bigint; count: number }>[];
}>;

/**
 * Reads it as the transaction's scope sees it. `since`: when the last one went; undefined: everything is new.
 * `hasMoney`: also what is at risk, which is of all that the scope sees, whoever looks after it.
 */
export async function readDigestFigures(
  tx: TenantTx,
  ask: Readonly<{ filter: IssueFilter; since: string | undefined; limit: number; hasMoney: boolean }>,
): Promise<DigestFigures> {
  const summary = await summarizeIssues(tx, ask.filter, ask.since);
  const issues = await listIssueRows(tx, { ...ask.filter, limit: ask.limit });
  return { ...summary, issues: issues.slice(0, ask.limit), atRisk: ask.hasMoney ? await sumAtRisk(tx) : [] };
}
