import type {
  LedgerPeriod,
  PayoutHead,
  PeriodReport,
  ReportSums,
} from "@/lib/domain/bookkeeping/settlement-report";
import type { CsvColumn } from "@/lib/formats/csv";

/** One line of a period's file: the opening, a day, a payout, or the sums with the closing. */
export type PeriodLine = Readonly<{
  merchantName: string;
  ledger: LedgerPeriod;
  row: "opening" | "day" | "payout" | "total";
  date: string;
  moved: Readonly<{ sums: ReportSums; breaks: bigint; charged: bigint }> | undefined;
  balance: bigint | undefined;
  proof: string;
  payout: PayoutHead | undefined;
}>;

/** The lines of a ledger: days add up from the opening to the closing, payouts stand after them. */
export function periodLines(report: PeriodReport, ledger: LedgerPeriod): PeriodLine[] {
  const of = {
    merchantName: report.merchant.name,
    ledger,
    moved: undefined,
    balance: undefined,
    proof: "",
    payout: undefined,
  };
  return [
    { ...of, row: "opening", date: ledger.from, balance: ledger.opening },
    ...ledger.days.map((day): PeriodLine => ({
      ...of,
      row: "day",
      date: day.ledgerDate,
      moved: day,
      balance: day.closing,
      proof: day.verification,
    })),
    { ...of, row: "total", date: ledger.to, moved: ledger, balance: ledger.closing, proof: ledger.proof },
    ...ledger.payouts.map((payout): PeriodLine => ({
      ...of,
      row: "payout",
      date: payout.ledgerDate,
      payout,
    })),
  ];
}

function amount(header: string, of: (line: PeriodLine) => bigint | undefined): CsvColumn<PeriodLine> {
  return { header, amount: (line) => of(line) ?? null, currency: ({ ledger }) => ledger.currency };
}

export const PERIOD_COLUMNS: readonly CsvColumn<PeriodLine>[] = [
  { header: "ledgerId", text: ({ ledger }) => ledger.ledgerId },
  { header: "merchantName", text: ({ merchantName }) => merchantName },
  { header: "row", value: ({ row }) => row },
  { header: "ledgerDate", value: ({ date }) => date },
  { header: "currency", value: ({ ledger }) => ledger.currency },
  amount("captures", ({ moved }) => moved?.sums.capture),
  amount("refunds", ({ moved }) => moved?.sums.refund),
  amount("fees", ({ moved }) => moved?.sums.fee),
  amount("payouts", ({ moved }) => moved?.sums.payout),
  amount("other", ({ moved }) => moved?.sums.other),
  amount("breaks", ({ moved }) => moved?.breaks),
  amount("balance", ({ balance }) => balance),
  amount("feesCharged", ({ moved }) => moved?.charged),
  { header: "proof", value: ({ proof }) => proof },
  { header: "payoutNumber", text: ({ payout }) => payout?.payoutNumber ?? null },
  { header: "bankReference", text: ({ payout }) => payout?.bankReference ?? null },
  { header: "expectedDate", value: ({ payout }) => payout?.expectedDate ?? null },
  { header: "status", value: ({ payout }) => payout?.status ?? null },
  amount("amount", ({ payout }) => payout?.amount),
  { header: "receivedDate", value: ({ payout }) => payout?.receivedDate ?? null },
  { header: "receivedBy", value: ({ payout }) => payout?.receivedBy ?? null },
];
