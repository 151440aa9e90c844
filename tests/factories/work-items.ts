import type { OpenItem } from "@/lib/contracts/reconciliation";
import { parseLedgerDate } from "@/lib/core/ledger-date";

type WorkPayout = OpenItem["payouts"][number];
type WorkLine = OpenItem["lines"][number];

const DAY = "2026-11-10";

/** A row of work of which only what matters is said; amounts follow from its payouts and lines. */
export function workOf(
  id: string,
  over: Partial<Omit<OpenItem, "at">> & Readonly<{ at?: string }>,
): OpenItem {
  const payouts = over.payouts ?? [];
  const lines = over.lines ?? [];
  const expected = payouts.reduce((sum, payout) => sum + payout.amount, 0n);
  const booked = lines.reduce((sum, line) => sum + line.left, 0n);
  const both = expected === booked ? ("suggestion" as const) : ("difference" as const);
  return {
    accountId: "account",
    kind: payouts.length === 0 ? "line" : lines.length === 0 ? "missing" : both,
    currency: "NOK",
    expected,
    booked,
    difference: booked - expected,
    method: null,
    isSure: false,
    entries: [],
    reasons: [],
    note: null,
    ...over,
    id,
    at: parseLedgerDate(over.at ?? DAY),
    payouts,
    lines,
  };
}

export function payoutOf(id: string, ledgerDate = DAY, over: Partial<WorkPayout> = {}): WorkPayout {
  const date = parseLedgerDate(ledgerDate);
  return {
    id,
    payoutNumber: "2000167",
    pspReference: `${id}-2000167`,
    bankReference: null,
    ledgerId: "302321",
    merchantId: null,
    merchantName: "Fjellheim Kaffebrenneri",
    ledgerDate: date,
    expectedDate: date,
    amount: 10_000n,
    ...over,
  };
}

export function lineOf(id: string, bookingDate = DAY, over: Partial<WorkLine> = {}): WorkLine {
  const amount = over.amount ?? 10_000n;
  return {
    id,
    accountId: "account",
    bookingDate: parseLedgerDate(bookingDate),
    valueDate: null,
    currency: "NOK",
    left: amount,
    bankReference: null,
    texts: [{ field: "remittance", text: "Utb. 2000167 Vippsnr 548005" }],
    kind: "settlement",
    ...over,
    amount,
  };
}
