import * as bookkeeping from "@/lib/contracts/bookkeeping";

const REPORT_FILES = [
  "application/pdf",
  "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  "text/csv",
] as const;

/** Operations on accounts, vouchers, settlement reports and fees: a part of the table in operations.ts. */
export const BOOKKEEPING_OPERATIONS = [
  {
    method: "get",
    path: "/accounts",
    summary:
      "Where each kind of movement is booked: of the firm, or with merchantId of a merchant, in a country",
    input: bookkeeping.AccountsQuery,
    answer: { name: "Accounts", isPage: false },
  },
  {
    method: "post",
    path: "/accounts",
    summary: "Chooses accounts; what is the same as what it stands on is taken back",
    input: bookkeeping.SetAccountsInput,
    answer: { name: "Accounts", isPage: false },
  },
  {
    method: "get",
    path: "/merchants/{id}/vouchers",
    summary:
      "A balanced voucher per ledger and ledger date that is over, oldest first ledger by ledger; the current month unless dates are given",
    input: bookkeeping.MerchantVouchersInput,
    answer: { name: "Voucher", isPage: true },
    hasCsv: true,
  },
  {
    method: "get",
    path: "/payouts/{id}/report",
    summary: "The settlement report of a payout",
    input: bookkeeping.PayoutReportInput,
    files: REPORT_FILES,
  },
  {
    method: "get",
    path: "/merchants/{id}/report",
    summary: "The settlement report of a merchant's month; the current one unless given",
    input: bookkeeping.MonthReportInput,
    files: REPORT_FILES,
  },
  {
    method: "get",
    path: "/merchants/{id}/clearing-balances",
    summary:
      "Balances of the clearing account as they were entered, beside ours of the same date; newest first",
    input: bookkeeping.ClearingBalancesInput,
    answer: { name: "ClearingBalance", isPage: true },
  },
  {
    method: "post",
    path: "/ledgers/{id}/clearing-balance",
    summary:
      "Enters the clearing account's balance at the end of a ledger date; one that stands there is replaced",
    input: bookkeeping.EnterBalanceInput,
    answer: { name: "ClearingBalance", isPage: false },
  },
  {
    method: "get",
    path: "/fees/rates",
    summary:
      "Capture fees over captures per sales unit and calendar month of ledger dates, in millionths, and whether the rate has jumped",
    input: bookkeeping.FeeRatesQuery,
    answer: { name: "FeeRates", isPage: false },
  },
  {
    method: "get",
    path: "/fees/unpaired",
    summary:
      "Capture fees without a capture of their pspReference, and how long after their captures the others came; this month so far unless dates are given, from 2025-02 (NO) and 2025-08 (DK, FI) on",
    input: bookkeeping.UnpairedFeesQuery,
    answer: { name: "UnpairedFees", isPage: false },
  },
] as const;

export const BOOKKEEPING_SCHEMAS = {
  Accounts: bookkeeping.Accounts,
  Voucher: bookkeeping.Voucher,
  ClearingBalance: bookkeeping.ClearingBalance,
  FeeRates: bookkeeping.FeeRates,
  UnpairedFees: bookkeeping.UnpairedFees,
} as const;
