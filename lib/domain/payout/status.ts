/** The life of a payout, as people read it: DESIGN "Payouts". */
export const PAYOUT_STATUSES = [
  "before-start",
  "scheduled",
  "in-transit",
  "awaiting-bank-data",
  "received",
  "overdue",
  "aborted",
] as const;
export type PayoutStatus = (typeof PAYOUT_STATUSES)[number];

/** What is stored; what the clock or the bank decides is derived. */
export const PAYOUT_SETTLED = ["open", "received", "aborted", "before-start"] as const;
export type PayoutSettled = (typeof PAYOUT_SETTLED)[number];
