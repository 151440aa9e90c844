import type { Voucher } from "@/lib/contracts/bookkeeping";
import type { CsvColumn } from "@/lib/formats/csv";

/** One posting of a voucher, beside whose it is. */
export type VoucherLine = Readonly<{
  merchantName: string;
  voucher: Voucher;
  posting: Voucher["postings"][number];
}>;

export function voucherLines(merchantName: string, voucher: Voucher): VoucherLine[] {
  return voucher.postings.map((posting) => ({ merchantName, voucher, posting }));
}

/** The generic voucher file: one line a posting, debit positive, every voucher whole and balanced. */
export const VOUCHER_COLUMNS: readonly CsvColumn<VoucherLine>[] = [
  { header: "date", value: ({ voucher }) => voucher.ledgerDate },
  { header: "voucher", text: ({ voucher }) => voucher.number },
  { header: "account", text: ({ posting }) => posting.account },
  { header: "accountName", text: ({ posting }) => posting.accountName },
  { header: "text", text: ({ posting }) => posting.text },
  {
    header: "amount",
    amount: ({ posting }) => posting.amount,
    currency: ({ voucher }) => voucher.currency,
  },
  { header: "currency", value: ({ voucher }) => voucher.currency },
  { header: "vatCode", text: ({ posting }) => posting.vatCode },
  { header: "salesUnit", text: ({ posting }) => posting.recipientHandle },
  { header: "merchant", text: ({ merchantName }) => merchantName },
  { header: "ledger", text: ({ voucher }) => voucher.ledgerId },
  { header: "proof", value: ({ voucher }) => voucher.verification },
];
