/** What is fixed about a ledger before any day of it is generated. */
import type { Country } from "./calendar";
import type { Identifier } from "./identifiers";

export type Topic = "funds" | "fees";
export const TOPICS: readonly Topic[] = ["funds", "fees"];

/** Things that happen to some ledgers and not to others. */
export type Trait =
  | "aborted-payout"
  | "array-handles"
  | "corrections"
  | "credit-notes"
  | "disputes"
  | "fee-refund"
  | "negative-spell"
  | "no-traffic"
  | "old-metadata"
  | "old-payout-name"
  | "service-fee"
  | "split-retained-reference"
  | "two-fees"
  | "unknown-fields"
  | "unknown-types"
  | "zero-twins";

export type Frequency = "daily" | "weekly" | "monthly";

/** How a payout is named on the bank statement. Norway: "currently this field is missing" or a text. */
export type PayoutReference = "absent" | "digits" | "empty" | "text";

export type SalesUnit = Readonly<{
  name: string;
  /** `api:123456` for API sales units, `NO:123456` for VM numbers. */
  handle: string;
  number: string;
  isVmNumber: boolean;
  referencePrefix: string;
  /** First day on this ledger, and the day on which it has left. */
  fromDay: number;
  untilDay: number;
}>;

export type Rhythm = Readonly<{
  /** Captures of an ordinary day. */
  perDay: number;
  /** Share of an ordinary day, Sunday first. */
  weekdays: readonly number[];
  /** Share of an ordinary month, January first. */
  months: readonly number[];
  openHour: number;
  closeHour: number;
  /** Share of days without any sale. */
  quiet: number;
}>;

export type Prices = Readonly<{ low: number; high: number; step: number }>;

export type LedgerPlan = Readonly<{
  index: number;
  seed: number;
  ledgerId: string;
  merchant: string;
  country: Country;
  currency: string;
  owner: Identifier;
  /** Payout accounts, oldest first; each holds from its day on. */
  accounts: readonly Readonly<{ fromDay: number; account: Identifier }>[];
  units: readonly SalesUnit[];
  rhythm: Rhythm;
  prices: Prices;
  fee: Readonly<{ basisPoints: number; fixed: number }>;
  frequency: Frequency;
  cutoffHour: number;
  settlesLate: boolean;
  isGross: boolean;
  reserve: number;
  openingFunds: number;
  openingFees: number;
  payoutReference: PayoutReference;
  firstPayoutNumber: number;
  refundShare: number;
  traits: ReadonlySet<Trait>;
  startDay: number;
  nullHandlesBefore: number;
  oldPayoutNameBefore: number;
  openDatesCarryItems: boolean;
  headCarriesItems: boolean;
}>;
