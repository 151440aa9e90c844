import type { LedgerDate } from "@/lib/core/ledger-date";
import type { LineDetail, LineText } from "@/lib/domain/bank/statement";
import type { Country } from "@/lib/domain/payout/bank-days";

/**
 * A settlement entry that a bank line may answer: a payout, an aborted payout that came back, a top-up, invoiced
 * fees. `amount` is what the bank shows: the entry's amount with its sign turned (money in is positive).
 */
export type SettlementItem = Readonly<{
  /** Unique among the items of one run. */
  id: string;
  kind: "payout" | "aborted" | "top-up" | "invoice";
  /** Our bank account that it is expected on. */
  account: string;
  ledger: string;
  country: Country;
  currency: string;
  /** In minor units, signed as in the bank. */
  amount: bigint;
  /** The suffix of `pspReference`; undefined when it has none. */
  payoutNumber: string | undefined;
  /** The bank text that Vipps MobilePay announces (DK, FI); a bonus in Norway (DOMAIN §0.9). Empty for none. */
  reference: string;
  /** Digits of every handle that the ledger has ever had: MSN and VM numbers, without `api:` or country. */
  handles: readonly string[];
  ledgerDate: LedgerDate;
  /** The bank day that it is expected on. */
  expected: LedgerDate;
  /** The place among the payouts of its account, oldest first: runs of consecutive payouts are found by it. */
  merchant: string | undefined;
}>;

/** A bank line with what is left of it to match. */
export type OpenLine = Readonly<{
  id: string;
  account: string;
  currency: string;
  /** Signed: money in is positive. */
  amount: bigint;
  bookingDate: LedgerDate;
  /** The bank's own, empty for none: tells lines apart, no payout is found by it. */
  bankReference: string;
  texts: readonly LineText[];
  details: readonly LineDetail[];
}>;

/**
 * What a person has confirmed for texts of an account: `prefix` of the normalised text, and whose payouts they are.
 * Makes pass 3.
 */
export type LearntPattern = Readonly<{
  id: string;
  account: string;
  /** Normalised as lines are (`lib/domain/reconciliation/text.ts`), with numbers replaced by `#`. */
  pattern: string;
  ledgers: readonly string[];
}>;

/** A pair that a person has said is not one: never matched or suggested again by itself. */
export type RejectedPair = Readonly<{ item: string; line: string }>;

export const MATCH_METHODS = [
  "reference",
  "payout-number",
  "pattern",
  "cut-off",
  "batch",
  "amount",
  "run",
  "manual",
  "attested",
] as const;
/** How a match or suggestion came about: passes 1 to 6 of DESIGN §5, a batched booking, a person. */
export type MatchMethod = (typeof MATCH_METHODS)[number];

/** A reason for or against, as a word that the catalogue of messages turns into a sentence. */
export type Reason = Readonly<{
  speaks: "for" | "against";
  code:
    | "reference-stands"
    | "reference-cut-off"
    | "payout-number"
    | "handle"
    | "no-handle"
    | "other-handle"
    | "no-payout-number"
    | "same-amount"
    | "other-amount"
    | "same-account"
    | "expected-day"
    | "other-day"
    | "outside-window"
    | "only-one"
    | "several-fit"
    | "pattern"
    | "run-adds-up"
    | "other-field"
    | "counterparty"
    | "rejected-before"
    | "person";
  /** Values for the sentence: numbers, dates and amounts as texts. */
  values: Readonly<Record<string, string>>;
}>;

/** A decision or a suggestion: these items are these lines. Their amounts are equal, but for kind `difference`. */
export type Proposal = Readonly<{
  /** `sure`: a match without a person. `suggestion`: a person decides. `difference`: the reference agrees, the amount does not. */
  kind: "sure" | "suggestion" | "difference";
  method: MatchMethod;
  items: readonly string[];
  lines: readonly string[];
  reasons: readonly Reason[];
}>;
