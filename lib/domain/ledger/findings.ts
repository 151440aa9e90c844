/** What a verification can find, by the invariant of DESIGN §6 that does not hold. */
export const FINDING_KINDS = [
  // 1: the chain, and our numbering of it
  "sequence-gap",
  "break-not-recorded",
  "break-untrue",
  "content-changed",
  "ordinal-wrong",
  // 2: the copy as a whole
  "copy-missing",
  "checkpoint-differs",
  "balance-differs",
  // 7: sums, days, and what payouts carried
  "day-sum-differs",
  "day-differs",
  "carried-differs",
  "payout-missing",
  "payout-without-entry",
  "payout-differs",
  "cover-missing",
  "cover-differs",
  // 4: fees of the two topics
  "fees-tie-out",
  // 5: matches, and what they use of entries and bank lines
  "match-unbalanced",
  "match-parts-differ",
  "match-ledgers-differ",
  "entry-matched-twice",
  "entry-match-differs",
  "payout-settled-differs",
  "line-overused",
  "line-matched-differs",
  // Bank statements: what their lines come to, which lines they make, which dates they cover
  "statement-differs",
  "line-differs",
  "coverage-differs",
  // What the provider's data, and its reports, leave in doubt
  "break-unacknowledged",
  "report-differs",
  "report-unavailable",
] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];
