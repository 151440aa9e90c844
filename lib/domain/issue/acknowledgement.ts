import type { IssueKind } from "@/lib/domain/issue/kinds";

/** How an issue ends: a person takes note with a reason, a person agrees, or its cause goes away. */
export type IssueEnd = "acknowledged" | "agreed" | "by-cause";

export const ISSUE_ENDS: Readonly<Record<IssueKind, IssueEnd>> = {
  "chain-break": "acknowledged",
  "day-differs": "by-cause",
  "rebuild-agreement": "agreed",
  "cursor-refused": "by-cause",
  "keys-rejected": "by-cause",
  "many-ledgers-vanished": "acknowledged",
  "grant-revoked": "acknowledged",
  "payout-account-changed": "acknowledged",
  "payout-aborted": "acknowledged",
  "payout-abort-unlinked": "acknowledged",
  "feed-stale": "by-cause",
  "fees-tie-out": "acknowledged",
  "answer-invalid": "by-cause",
  "payout-overdue": "by-cause",
  "payouts-held-back": "by-cause",
  "match-difference": "by-cause",
  "bank-line-unmatched": "by-cause",
};
