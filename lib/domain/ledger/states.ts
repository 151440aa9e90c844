/** The two accounts of a ledger: what Vipps MobilePay owes the merchant, and what the merchant owes. */
export const TOPICS = ["funds", "fees"] as const;
export type Topic = (typeof TOPICS)[number];

export const LEDGER_STATUSES = ["new", "active", "ignored", "revoked", "handed-over"] as const;
export type LedgerStatus = (typeof LEDGER_STATUSES)[number];

/** State of a topic; the first that fits, in this order but for `live`, which is what remains. */
export const TOPIC_STATES = ["no-access", "paused", "in-doubt", "first-sync", "waiting", "live"] as const;
export type TopicState = (typeof TOPIC_STATES)[number];

export const MERCHANT_SYNCS = ["live", "first-sync", "stale", "paused", "no-access"] as const;
export type MerchantSync = (typeof MERCHANT_SYNCS)[number];

export const PROOF_STATES = ["verified", "pending", "in-doubt"] as const;
export type ProofState = (typeof PROOF_STATES)[number];

/** What is stored of a day's proof. `open` is also the state of a date that is not over. */
export const DAY_PROOFS = ["open", "equal-so-far", "verified", "differs"] as const;
export type DayProof = (typeof DAY_PROOFS)[number];

export const DAY_VERIFICATIONS = ["before-start", "open", "equal-so-far", "verified", "in-doubt"] as const;
export type DayVerification = (typeof DAY_VERIFICATIONS)[number];
