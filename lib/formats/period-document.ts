import type { MailLanguage } from "@/lib/domain/access/language";
import type { LedgerPeriod, PayoutHead, PeriodReport } from "@/lib/domain/bookkeeping/settlement-report";
import type { CellValue, ReportDocument, ReportTable } from "@/lib/formats/report-document";
import { SETTLEMENT_WORDS, footOf, statusText, unitsTable } from "@/lib/formats/settlement-document";
import { fill } from "@/lib/formats/settlement-words/words";
import type { SettlementWords } from "@/lib/formats/settlement-words/words";

const TEXT = { kind: "text" } as const;
const AMOUNT = { kind: "amount", width: 2 } as const;
const DATE = { kind: "date", width: 1.8 } as const;

/** The report of a merchant's period, in a language: every ledger by itself, since sums are never across currencies. */
export function periodDocument(
  report: PeriodReport,
  of: Readonly<{ language: MailLanguage; madeAtMs: number }>,
): ReportDocument {
  const words = SETTLEMENT_WORDS[of.language];
  const period = `${report.from} – ${report.to}`;
  return {
    language: of.language,
    orientation: "landscape",
    title: words.monthTitle,
    merchant: report.merchant.name,
    period,
    facts: [
      [words.facts.merchant, report.merchant.name],
      [words.facts.organisation, report.merchant.businessId ?? words.none],
      [words.facts.period, period],
    ],
    tables: [
      summaryTable(report, words),
      ...report.ledgers.flatMap((ledger) => [
        daysTable(ledger, words),
        unitsTable(fill(words.tables.ledgerUnits, { ledger: ledger.ledgerId }), ledger.units, {
          words,
          currency: ledger.currency,
        }),
        payoutsTable(ledger, words),
      ]),
    ],
    words: footOf(words, of.madeAtMs),
  };
}

function summaryTable(report: PeriodReport, words: SettlementWords): ReportTable {
  const { columns } = words;
  return {
    title: words.tables.summary,
    notes: [
      words.signs,
      words.feesTwo,
      ...report.ledgers.map(
        ({ ledgerId, proof }) => `${columns.ledger} ${ledgerId}: ${words.proofs[proof]}.`,
      ),
    ],
    columns: [
      { label: columns.ledger, ...TEXT, width: 1.4 },
      { label: columns.currency, ...TEXT, width: 1.3 },
      { label: columns.opening, ...AMOUNT },
      ...movementColumns(words),
      { label: columns.closing, ...AMOUNT },
      { label: columns.charged, ...AMOUNT },
    ],
    rows: report.ledgers.map((ledger) => [
      ledger.ledgerId,
      ledger.currency,
      money(ledger)(ledger.opening),
      ...movementCells(ledger, ledger),
      money(ledger)(ledger.closing),
      money(ledger)(ledger.charged),
    ]),
  };
}

function daysTable(ledger: LedgerPeriod, words: SettlementWords): ReportTable {
  const { columns } = words;
  const amount = money(ledger);
  return {
    title: fill(words.tables.days, { ledger: ledger.ledgerId }),
    notes: [],
    columns: [
      { label: columns.date, ...DATE },
      ...movementColumns(words),
      { label: columns.closing, ...AMOUNT },
      { label: columns.charged, ...AMOUNT },
      { label: columns.proof, ...TEXT, width: 1.8 },
    ],
    rows: ledger.days.map((day) => [
      { date: day.ledgerDate },
      ...movementCells(ledger, day),
      amount(day.closing),
      amount(day.charged),
      words.verifications[day.verification],
    ]),
    total: [
      words.total,
      ...movementCells(ledger, ledger),
      amount(ledger.closing),
      amount(ledger.charged),
      undefined,
    ],
  };
}

function payoutsTable(ledger: LedgerPeriod, words: SettlementWords): ReportTable {
  const { columns } = words;
  const amount = money(ledger);
  const paid = (of: PayoutHead): bigint => -of.amount;
  const left = -ledger.sums.payout;
  // What came back is no payout of the list; without it the list would not add up to what left the balance.
  const returned = left - ledger.payouts.reduce((sum, payout) => sum + paid(payout), 0n);
  return {
    title: fill(words.tables.payouts, { ledger: ledger.ledgerId }),
    notes: [],
    columns: [
      { label: columns.date, ...DATE },
      { label: columns.number, ...TEXT, width: 1.6 },
      { label: columns.bankReference, ...TEXT, width: 4 },
      { label: columns.expected, ...DATE },
      { label: columns.status, ...TEXT, width: 2.4 },
      { label: `${columns.amount} ${ledger.currency}`, ...AMOUNT },
    ],
    rows: [
      ...ledger.payouts.map((payout) => [
        { date: payout.ledgerDate },
        payout.payoutNumber ?? "",
        payout.bankReference ?? "",
        payout.expectedDate === undefined ? undefined : { date: payout.expectedDate },
        statusText(payout, words),
        amount(paid(payout)),
      ]),
      ...(returned === 0n
        ? []
        : [[undefined, undefined, words.returned, undefined, undefined, amount(returned)]]),
    ],
    total: [words.total, undefined, undefined, undefined, undefined, amount(left)],
  };
}

function money({ currency }: LedgerPeriod): (amount: bigint) => CellValue {
  return (amount) => ({ amount, currency });
}

function movementColumns({ columns }: SettlementWords): ReportTable["columns"] {
  return [
    columns.captures,
    columns.refunds,
    columns.fees,
    columns.payouts,
    columns.other,
    columns.breaks,
  ].map((label) => ({ label, ...AMOUNT }));
}

function movementCells(
  ledger: LedgerPeriod,
  { sums, breaks }: Pick<LedgerPeriod, "sums" | "breaks">,
): CellValue[] {
  return [sums.capture, sums.refund, sums.fee, sums.payout, sums.other, breaks].map(money(ledger));
}
