import type { Day, Entry, Issue, Ledger, Merchant, Payment, Payout } from "@/lib/contracts/shapes";
import type { FeeRow } from "@/lib/contracts/fees";
import type { MerchantDay } from "@/lib/contracts/merchant-days";
import { columnOf } from "@/lib/formats/csv";
import type { CsvColumn } from "@/lib/formats/csv";

/** The columns of each list's file, named as the API's fields. Amounts are decimals; their currency has its own column. */

type Row = Readonly<{ currency: string }>;

function amount<Of extends Row>(header: string & keyof Of): CsvColumn<Of> {
  // The key is one of an amount: the callers below name nothing else.
  return { header, amount: (row) => row[header] as bigint | null, currency: (row) => row.currency };
}

export const ENTRY_COLUMNS: readonly CsvColumn<Entry>[] = [
  { header: "sequence", value: (entry) => entry.sequence },
  { header: "topic", value: (entry) => entry.topic },
  { header: "ledgerDate", value: (entry) => entry.ledgerDate },
  { header: "time", value: (entry) => entry.time },
  { header: "entryType", text: (entry) => entry.entryType },
  { header: "pspReference", text: (entry) => entry.pspReference },
  { header: "reference", text: (entry) => entry.reference },
  { header: "recipientHandle", text: (entry) => entry.recipientHandle },
  { header: "currency", value: (entry) => entry.currency },
  amount<Entry>("amount"),
  amount<Entry>("balanceBefore"),
  amount<Entry>("balanceAfter"),
];

export const DAY_COLUMNS: readonly CsvColumn<Day>[] = [
  { header: "topic", value: (day) => day.topic },
  { header: "ledgerDate", value: (day) => day.ledgerDate },
  { header: "currency", value: (day) => day.currency },
  amount<Day>("opening"),
  amount<Day>("captures"),
  amount<Day>("refunds"),
  amount<Day>("fees"),
  amount<Day>("payouts"),
  amount<Day>("other"),
  amount<Day>("breaks"),
  amount<Day>("closing"),
  { header: "entryCount", value: (day) => day.entryCount },
  { header: "verification", value: (day) => day.verification },
];

export const PAYOUT_COLUMNS: readonly CsvColumn<Payout>[] = [
  { header: "id", value: (payout) => payout.id },
  { header: "ledgerId", text: (payout) => payout.ledgerId },
  { header: "merchantId", value: (payout) => payout.merchantId },
  { header: "merchantName", text: (payout) => payout.merchantName },
  { header: "payoutNumber", text: (payout) => payout.payoutNumber },
  { header: "pspReference", text: (payout) => payout.pspReference },
  { header: "ledgerDate", value: (payout) => payout.ledgerDate },
  { header: "expectedDate", value: (payout) => payout.expectedDate },
  { header: "bankReference", text: (payout) => payout.bankReference },
  { header: "payoutAccount", text: (payout) => payout.payoutAccount?.id ?? null },
  { header: "currency", value: (payout) => payout.currency },
  amount<Payout>("amount"),
  { header: "status", value: (payout) => payout.status },
  { header: "receivedDate", value: (payout) => payout.receivedDate },
  { header: "receivedBy", value: (payout) => payout.receivedBy },
];

export const LEDGER_COLUMNS: readonly CsvColumn<Ledger>[] = [
  { header: "id", value: (ledger) => ledger.id },
  { header: "ledgerId", text: (ledger) => ledger.ledgerId },
  { header: "merchantId", value: (ledger) => ledger.merchantId },
  { header: "merchantName", text: (ledger) => ledger.merchantName },
  { header: "status", value: (ledger) => ledger.status },
  { header: "booksFrom", value: (ledger) => ledger.booksFrom },
  { header: "currency", value: (ledger) => ledger.currency },
  { header: "owner", text: (ledger) => `${ledger.owner.scheme} ${ledger.owner.id}` },
  { header: "payoutAccount", text: (ledger) => `${ledger.payoutAccount.scheme} ${ledger.payoutAccount.id}` },
  { header: "settlesFor", text: (ledger) => ledger.settlesFor.join(" ") },
  { header: "fundsState", value: (ledger) => ledger.funds.state },
  { header: "fundsEntryCount", value: (ledger) => ledger.funds.entryCount },
  {
    header: "fundsHeadBalance",
    amount: (ledger) => ledger.funds.headBalance,
    currency: (ledger) => ledger.currency,
  },
  { header: "fundsVerifiedThrough", value: (ledger) => ledger.funds.verifiedThrough },
  { header: "feesState", value: (ledger) => ledger.fees.state },
  { header: "feesEntryCount", value: (ledger) => ledger.fees.entryCount },
  {
    header: "feesHeadBalance",
    amount: (ledger) => ledger.fees.headBalance,
    currency: (ledger) => ledger.currency,
  },
  { header: "feesVerifiedThrough", value: (ledger) => ledger.fees.verifiedThrough },
];

/** One line per merchant and currency: sums are never taken across currencies. */
export type MerchantLine = Readonly<{ merchant: Merchant; currency: string }>;

export function merchantLines(merchant: Merchant): MerchantLine[] {
  const currencies = new Set([...merchant.balances, ...merchant.month].map((row) => row.currency));
  const lines = [...currencies].toSorted().map((currency) => ({ merchant, currency }));
  return lines.length === 0 ? [{ merchant, currency: "" }] : lines;
}

export const MERCHANT_COLUMNS: readonly CsvColumn<MerchantLine>[] = [
  { header: "id", value: ({ merchant }) => merchant.id },
  { header: "name", text: ({ merchant }) => merchant.name },
  { header: "businessIdentifier", text: ({ merchant }) => merchant.businessIdentifier?.id ?? null },
  { header: "currency", value: ({ currency }) => currency },
  {
    header: "balance",
    amount: ({ merchant, currency }) =>
      merchant.balances.find((row) => row.currency === currency)?.balance ?? null,
    currency: ({ currency }) => currency,
  },
  {
    header: "balanceAt",
    value: ({ merchant, currency }) => merchant.balances.find((row) => row.currency === currency)?.at ?? null,
  },
  {
    header: "monthCaptures",
    amount: ({ merchant, currency }) =>
      merchant.month.find((row) => row.currency === currency)?.captures ?? null,
    currency: ({ currency }) => currency,
  },
  {
    header: "monthFeesCharged",
    amount: ({ merchant, currency }) =>
      merchant.month.find((row) => row.currency === currency)?.feesCharged ?? null,
    currency: ({ currency }) => currency,
  },
  { header: "sync", value: ({ merchant }) => merchant.sync },
  { header: "proof", value: ({ merchant }) => merchant.proof },
  { header: "openIssues", value: ({ merchant }) => merchant.openIssues },
];

export const MERCHANT_DAY_COLUMNS: readonly CsvColumn<MerchantDay>[] = [
  { header: "ledgerDate", value: (day) => day.ledgerDate },
  { header: "currency", value: (day) => day.currency },
  { header: "recipientHandle", text: (day) => day.recipientHandle },
  amount<MerchantDay>("captures"),
  amount<MerchantDay>("refunds"),
  amount<MerchantDay>("fees"),
  amount<MerchantDay>("payouts"),
  amount<MerchantDay>("other"),
  amount<MerchantDay>("breaks"),
  amount<MerchantDay>("closing"),
  { header: "entryCount", value: (day) => day.entryCount },
];

export const FEE_COLUMNS: readonly CsvColumn<FeeRow>[] = [
  { header: "key", text: (row) => row.key },
  { header: "label", text: (row) => row.label },
  { header: "currency", value: (row) => row.currency },
  amount<FeeRow>("captureFees"),
  amount<FeeRow>("serviceFees"),
  amount<FeeRow>("corrections"),
  amount<FeeRow>("creditNotes"),
  amount<FeeRow>("other"),
  amount<FeeRow>("charged"),
  amount<FeeRow>("retained"),
  amount<FeeRow>("invoiced"),
  amount<FeeRow>("owed"),
];

export const ISSUE_COLUMNS: readonly CsvColumn<Issue>[] = [
  { header: "id", value: (issue) => issue.id },
  { header: "kind", value: (issue) => issue.kind },
  { header: "severity", value: (issue) => issue.severity },
  { header: "merchantName", text: (issue) => issue.merchantName },
  { header: "openedAt", value: (issue) => issue.openedAt },
  { header: "assignedName", text: (issue) => issue.assignedName },
  { header: "snoozedUntil", value: (issue) => issue.snoozedUntil },
  { header: "resolvedAt", value: (issue) => issue.resolvedAt },
  { header: "resolvedBy", text: (issue) => issue.resolvedBy },
  { header: "reason", text: (issue) => issue.reason },
  { header: "title", text: (issue) => issue.title },
  { header: "detail", text: (issue) => issue.detail },
];

/** One line per entry of a payment. */
export type PaymentLine = Readonly<{ payment: Payment; entry: Entry }>;

export function paymentLines(payment: Payment): PaymentLine[] {
  return payment.entries.map((entry) => ({ payment, entry }));
}

export const PAYMENT_COLUMNS: readonly CsvColumn<PaymentLine>[] = [
  { header: "ledgerId", text: ({ payment }) => payment.ledgerId },
  { header: "merchantName", text: ({ payment }) => payment.merchantName },
  { header: "payoutId", value: ({ payment }) => payment.payoutId },
  ...ENTRY_COLUMNS.map((column) => columnOf(column, ({ entry }: PaymentLine) => entry)),
];
