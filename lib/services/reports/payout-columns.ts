import type { Entry, Payout, PayoutExplained } from "@/lib/contracts/shapes";
import type { CsvColumn } from "@/lib/formats/csv";

/** One line of a payout's file. `row` says what it is; of all but the last, amounts add up to the last. */
export type PayoutLine = Readonly<{
  payout: Payout;
  row: "left-before" | "entry" | "breaks" | "payout" | "left";
  entry: Entry | undefined;
  amount: bigint;
}>;

/** The lines around the entries, and those of the entries. */
export function payoutReportLines(
  payout: Payout,
  cover: NonNullable<PayoutExplained["cover"]>,
): Readonly<{ before: PayoutLine; ofEntry: (entry: Entry) => PayoutLine; after: readonly PayoutLine[] }> {
  const line = (row: PayoutLine["row"], amount: bigint): PayoutLine => ({
    payout,
    row,
    entry: undefined,
    amount,
  });
  return {
    before: line("left-before", cover.leftBefore),
    ofEntry: (entry) => ({ payout, row: "entry", entry, amount: entry.amount }),
    after: [
      ...(cover.breaks === 0n ? [] : [line("breaks", cover.breaks)]),
      line("payout", payout.amount),
      line("left", cover.left),
    ],
  };
}

export const PAYOUT_REPORT_COLUMNS: readonly CsvColumn<PayoutLine>[] = [
  { header: "ledgerId", text: ({ payout }) => payout.ledgerId },
  { header: "merchantName", text: ({ payout }) => payout.merchantName },
  { header: "payoutNumber", text: ({ payout }) => payout.payoutNumber },
  { header: "bankReference", text: ({ payout }) => payout.bankReference },
  { header: "row", value: ({ row }) => row },
  { header: "ledgerDate", value: ({ entry, payout }) => entry?.ledgerDate ?? payout.ledgerDate },
  { header: "time", value: ({ entry }) => entry?.time ?? null },
  { header: "entryType", text: ({ entry }) => entry?.entryType ?? null },
  { header: "pspReference", text: ({ entry }) => entry?.pspReference ?? null },
  { header: "reference", text: ({ entry }) => entry?.reference ?? null },
  { header: "recipientHandle", text: ({ entry }) => entry?.recipientHandle ?? null },
  { header: "currency", value: ({ payout }) => payout.currency },
  { header: "amount", amount: ({ amount }) => amount, currency: ({ payout }) => payout.currency },
];
