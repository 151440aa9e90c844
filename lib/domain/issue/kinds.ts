/** What needs a person. (kind, subject) is open at most once; checks open and close them. */
export const ISSUE_KINDS = [
  "chain-break",
  "day-differs",
  "rebuild-agreement",
  "cursor-refused",
  "keys-rejected",
  "many-ledgers-vanished",
  "grant-revoked",
  "payout-account-changed",
  "payout-aborted",
  "payout-abort-unlinked",
  "feed-stale",
  "fees-tie-out",
  "answer-invalid",
  "payout-overdue",
  "payouts-held-back",
  "match-difference",
  "bank-line-unmatched",
] as const;
export type IssueKind = (typeof ISSUE_KINDS)[number];

export const SEVERITIES = ["info", "warning", "critical"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** How grave each kind is: critical puts a number in doubt or stops the copying. */
export const SEVERITY_OF: Readonly<Record<IssueKind, Severity>> = {
  "chain-break": "critical",
  "day-differs": "critical",
  "rebuild-agreement": "critical",
  "cursor-refused": "warning",
  "keys-rejected": "critical",
  "many-ledgers-vanished": "critical",
  "grant-revoked": "critical",
  "payout-account-changed": "warning",
  "payout-aborted": "warning",
  "payout-abort-unlinked": "warning",
  "feed-stale": "warning",
  "fees-tie-out": "warning",
  "answer-invalid": "warning",
  "payout-overdue": "critical",
  "payouts-held-back": "critical",
  "match-difference": "warning",
  "bank-line-unmatched": "warning",
};
