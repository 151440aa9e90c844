import { z } from "zod";

import { MAIL_LANGUAGES } from "@/lib/domain/access/language";
import {
  ACCOUNT_NAME_MAX,
  ACCOUNT_PATTERN,
  ACCOUNT_ROLES,
  VAT_CODE_PATTERN,
} from "@/lib/domain/bookkeeping/account-map";
import { VOUCHER_TEXTS } from "@/lib/domain/bookkeeping/voucher";
import { DAY_VERIFICATIONS } from "@/lib/domain/ledger/states";
import { COUNTRIES } from "@/lib/domain/payout/bank-days";
import { IdWire, InstantWire, LedgerDateWire, MinorWire, PageQuery } from "@/lib/contracts/wire";

/** Accounts, vouchers, settlement reports, fees paired and rated: what is asked and what is answered. */

const PathId = z.string();
const Interval = { from: LedgerDateWire.optional(), to: LedgerDateWire.optional() };
export const ReportLanguage = z.enum(MAIL_LANGUAGES);

const Account = {
  account: z.string().trim().regex(ACCOUNT_PATTERN, {
    error: "must be 1 to 20 letters and digits; . : and - may stand between them",
  }),
  name: z
    .string()
    .trim()
    .min(1, { error: "must not be empty" })
    .max(ACCOUNT_NAME_MAX, { error: `must have at most ${String(ACCOUNT_NAME_MAX)} characters` })
    // oxlint-disable-next-line no-control-regex -- what no accounting program takes in a name
    .regex(/^[^\u0000-\u001f\u007f]*$/, { error: "must be one line of text" }),
  vatCode: z
    .string()
    .trim()
    .regex(VAT_CODE_PATTERN, { error: "must be at most 10 letters and digits, or empty for none" }),
};

export const AccountsQuery = z.object({
  country: z.enum(COUNTRIES).default("NO"),
  merchantId: IdWire.optional(),
});
export type AccountsQuery = z.output<typeof AccountsQuery>;

/** What is the same as what it stands on is taken back, not stored. */
export const SetAccountsInput = z.object({
  country: z.enum(COUNTRIES),
  merchantId: IdWire.optional(),
  items: z
    .array(z.object({ role: z.enum(ACCOUNT_ROLES), ...Account }))
    .min(1, { error: "name at least one account" })
    .max(ACCOUNT_ROLES.length),
});
export type SetAccountsInput = z.output<typeof SetAccountsInput>;

const PlainAccount = z.object({ account: z.string(), name: z.string(), vatCode: z.string() });

export const MappedAccount = PlainAccount.extend({
  role: z.enum(ACCOUNT_ROLES),
  origin: z.enum(["default", "firm", "merchant"]),
  /** What holds when this choice is taken back: the firm's for a merchant, else the default. */
  inherited: PlainAccount,
  /** Where the default is from; `isAssumed`: from no source, look at it. */
  source: z.string(),
  isAssumed: z.boolean(),
  /** Its postings are looked at by a person before they are booked for good. */
  needsReview: z.boolean(),
  changedAt: InstantWire.nullable(),
  changedBy: z.string().nullable(),
});
export type MappedAccount = z.output<typeof MappedAccount>;

export const Accounts = z.object({
  country: z.enum(COUNTRIES),
  merchantId: IdWire.nullable(),
  items: z.array(MappedAccount),
});
export type Accounts = z.output<typeof Accounts>;

export const VouchersQuery = PageQuery.extend({ ...Interval, language: ReportLanguage.optional() });
export type VouchersQuery = z.output<typeof VouchersQuery>;
export const MerchantVouchersInput = VouchersQuery.extend({ id: PathId });

/** A voucher of a ledger and a ledger date. Debit is positive; the postings add up to zero. */
export const Voucher = z.object({
  number: z.string(),
  ledgerId: z.string(),
  ledgerDate: LedgerDateWire,
  currency: z.string(),
  verification: z.enum(DAY_VERIFICATIONS),
  postings: z.array(
    z.object({
      role: z.enum(ACCOUNT_ROLES),
      account: z.string(),
      accountName: z.string(),
      vatCode: z.string(),
      kind: z.enum(VOUCHER_TEXTS),
      text: z.string(),
      entryType: z.string(),
      recipientHandle: z.string(),
      amount: MinorWire,
      needsReview: z.boolean(),
    }),
  ),
  /** What the clearing account and the account of fees owed come to: the balances of the funds and the fees topic. */
  clearingBalance: MinorWire,
  feesOwedBalance: MinorWire,
});
export type Voucher = z.output<typeof Voucher>;

export const REPORT_FORMATS = ["pdf", "xlsx", "csv"] as const;
const ReportFormat = z.enum(REPORT_FORMATS).default("pdf");
export type ReportFormat = z.output<typeof ReportFormat>;

const MONTH = /^\d{4}-(?:0[1-9]|1[0-2])$/;
const Month = z.string().regex(MONTH, { error: "must be a month, written as 2026-11" });

export const PayoutReportInput = z.object({
  id: PathId,
  format: ReportFormat,
  language: ReportLanguage.default("en"),
});
export type PayoutReportInput = z.output<typeof PayoutReportInput>;

export const MonthReportInput = PayoutReportInput.extend({ month: Month.optional() });
export type MonthReportInput = z.output<typeof MonthReportInput>;

export const FeeRatesQuery = z.object({
  merchantId: IdWire.optional(),
  /** The last month, this one unless given, and how many. */
  month: Month.optional(),
  months: z.coerce
    .number({ error: "must be a number from 1 to 24" })
    .int()
    .min(1, { error: "must be at least 1" })
    .max(24, { error: "must be at most 24" })
    .default(12),
});
export type FeeRatesQuery = z.output<typeof FeeRatesQuery>;

/** `rate` and `usual` are millionths of what was captured: 17500 is 1.75 %. */
export const FeeRate = z.object({
  merchantId: IdWire,
  merchantName: z.string(),
  recipientHandle: z.string(),
  name: z.string(),
  currency: z.string(),
  month: z.string(),
  isOver: z.boolean(),
  captures: MinorWire,
  captureCount: z.int(),
  captureFees: MinorWire,
  rate: z.int().nullable(),
  usual: z.int().nullable(),
  flag: z.enum(["higher", "lower"]).nullable(),
});
export type FeeRate = z.output<typeof FeeRate>;
export const FeeRates = z.object({ items: z.array(FeeRate) });
export type FeeRates = z.output<typeof FeeRates>;

export const UnpairedFeesQuery = z.object({
  merchantId: IdWire,
  ...Interval,
  cursor: z.string().max(500).optional(),
});
export type UnpairedFeesQuery = z.output<typeof UnpairedFeesQuery>;

export const UnpairedFee = z.object({
  ledgerUid: IdWire,
  ledgerId: z.string(),
  sequence: z.int(),
  ledgerDate: LedgerDateWire,
  pspReference: z.string(),
  reference: z.string().nullable(),
  recipientHandle: z.string().nullable(),
  currency: z.string(),
  amount: MinorWire,
});
export type UnpairedFee = z.output<typeof UnpairedFee>;

/** Of the fees looked at for this page: how many have their capture, how long after it, and those that have none. */
export const UnpairedFees = z.object({
  from: LedgerDateWire,
  to: LedgerDateWire,
  items: z.array(UnpairedFee),
  lookedAt: z.int(),
  paired: z.int(),
  lags: z.array(z.object({ days: z.int(), count: z.int() })),
  nextCursor: z.string().nullable(),
});
export type UnpairedFees = z.output<typeof UnpairedFees>;

export const EnterBalanceInput = z.object({
  id: PathId,
  ledgerDate: LedgerDateWire,
  /** In minor units, debit positive: what Vipps MobilePay owes the merchant. */
  balance: MinorWire,
});
export type EnterBalanceInput = z.output<typeof EnterBalanceInput>;

export const ClearingBalancesInput = PageQuery.extend({ id: PathId });
export type ClearingBalancesInput = z.output<typeof ClearingBalancesInput>;

/** `difference` = entered − ours. */
export const ClearingBalance = z.object({
  ledgerUid: IdWire,
  ledgerId: z.string(),
  currency: z.string(),
  ledgerDate: LedgerDateWire,
  entered: MinorWire,
  ours: MinorWire,
  difference: MinorWire,
  enteredAt: InstantWire,
  enteredBy: z.string(),
  /** What may explain a difference: dates of the books through this one, and payouts not known to be in the bank. */
  daysInDoubt: z.int(),
  daysOpen: z.int(),
  openPayouts: z.int(),
  openPayoutAmount: MinorWire,
});
export type ClearingBalance = z.output<typeof ClearingBalance>;
