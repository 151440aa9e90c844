import type { MailLanguage } from "@/lib/domain/access/language";
import type {
  PayoutHead,
  PayoutReport,
  ReportSums,
  UnitSums,
} from "@/lib/domain/bookkeeping/settlement-report";
import { addsUp, totalOfSums } from "@/lib/domain/bookkeeping/settlement-report";
import type { CellValue, ReportColumn, ReportDocument, ReportTable } from "@/lib/formats/report-document";
import { countText } from "@/lib/formats/report-numbers";
import { DA } from "@/lib/formats/settlement-words/da";
import { EN } from "@/lib/formats/settlement-words/en";
import { FI } from "@/lib/formats/settlement-words/fi";
import { NB } from "@/lib/formats/settlement-words/nb";
import { fill } from "@/lib/formats/settlement-words/words";
import type { SettlementWords } from "@/lib/formats/settlement-words/words";

export const SETTLEMENT_WORDS: Readonly<Record<MailLanguage, SettlementWords>> = {
  en: EN,
  nb: NB,
  da: DA,
  fi: FI,
};

/** An entry of a payout, as the report lists it. */
export type ListedEntry = Readonly<{
  ledgerDate: PayoutHead["ledgerDate"];
  time: string;
  entryType: string;
  reference: string | null;
  pspReference: string;
  recipientHandle: string | null;
  amount: bigint;
}>;

const TEXT = { kind: "text" } as const;
const AMOUNT = { kind: "amount", width: 2 } as const;
const COUNT = { kind: "count", width: 1.2 } as const;
/** As wide as the longest word for it, so that the head is not broken. */
const DATE = { kind: "date", width: 2.2 } as const;

/** The report of a payout, in a language. `entries` may be fewer than there are: then the report says so. */
export function payoutDocument(
  report: PayoutReport,
  entries: readonly ListedEntry[],
  of: Readonly<{ language: MailLanguage; madeAtMs: number }>,
): ReportDocument {
  const words = SETTLEMENT_WORDS[of.language];
  const { payout, merchant } = report;
  const { currency } = payout;
  const money = (amount: bigint): CellValue => ({ amount, currency });
  const title =
    payout.payoutNumber === undefined ? words.payoutTitle : `${words.payoutTitle} ${payout.payoutNumber}`;
  return {
    language: of.language,
    orientation: "portrait",
    title,
    merchant: merchant.name,
    period:
      payout.payoutNumber === undefined ? payout.ledgerDate : `${payout.payoutNumber} – ${payout.ledgerDate}`,
    facts: factsOf(report, words),
    tables: [
      {
        title: words.tables.waterfall,
        notes: [words.signs, addsUp(report.waterfall) ? words.sumExact : words.sumOff],
        columns: [
          { label: words.columns.line, ...TEXT, width: 4 },
          { label: words.columns.entries, ...COUNT },
          { label: `${words.columns.amount} ${currency}`, ...AMOUNT },
        ],
        rows: report.waterfall
          .slice(0, -1)
          .map(({ key, count, amount }) => [words.lines[key], counted(count), money(amount)]),
        total: [words.lines.left, undefined, money(report.waterfall.at(-1)?.amount ?? 0n)],
      },
      unitsTable(words.tables.units, report.units, { words, currency }),
      {
        title: words.tables.dates,
        notes: [],
        columns: [{ label: words.columns.date, ...DATE }, ...sumColumns(words)],
        rows: report.dates.map(({ ledgerDate, sums }) => [{ date: ledgerDate }, ...sumCells(sums, money)]),
      },
      {
        title: words.tables.entries,
        notes: [
          fill(entries.length === report.entryCount ? words.allListed : words.someListed, {
            listed: countText(entries.length, of.language),
            all: countText(report.entryCount, of.language),
          }),
        ],
        columns: [
          { label: words.columns.date, ...DATE },
          { label: words.columns.type, ...TEXT, width: 2.4 },
          { label: words.columns.reference, ...TEXT, width: 3 },
          { label: words.columns.pspReference, ...TEXT, width: 3 },
          { label: words.columns.handle, ...TEXT, width: 2 },
          { label: `${words.columns.amount} ${currency}`, ...AMOUNT },
        ],
        rows: entries.map((entry) => [
          { date: entry.ledgerDate },
          entry.entryType,
          entry.reference ?? "",
          entry.pspReference,
          entry.recipientHandle ?? "",
          money(entry.amount),
        ]),
      },
    ],
    words: footOf(words, of.madeAtMs),
  };
}

function factsOf(report: PayoutReport, words: SettlementWords): ReportDocument["facts"] {
  const { payout, merchant, fromDate } = report;
  const { facts } = words;
  return [
    [facts.merchant, merchant.name],
    [facts.organisation, merchant.businessId ?? words.none],
    [facts.ledger, payout.ledgerId],
    [facts.payoutNumber, payout.payoutNumber ?? words.none],
    [facts.pspReference, payout.pspReference],
    [facts.bankReference, payout.bankReference ?? words.none],
    [facts.payoutAccount, payout.payoutAccount ?? words.none],
    [facts.ledgerDate, { date: payout.ledgerDate }],
    [facts.ledgerDates, fromDate === undefined ? payout.ledgerDate : `${fromDate} – ${payout.ledgerDate}`],
    [facts.expectedDate, payout.expectedDate === undefined ? words.none : { date: payout.expectedDate }],
    ...(payout.receivedDate === undefined
      ? []
      : [[receivedLabel(payout, words), { date: payout.receivedDate }] as const]),
    [facts.status, statusText(payout, words)],
    [facts.amount, { amount: -payout.amount, currency: payout.currency }],
    [facts.currency, payout.currency],
    [facts.proof, words.proofs[report.proof]],
  ];
}

function receivedLabel({ receivedBy }: PayoutHead, { facts }: SettlementWords): string {
  return receivedBy === "attested" ? facts.attestedDate : facts.receivedDate;
}

/** The status in words; a receipt that only a person vouches for is told apart from one that the bank shows. */
export function statusText({ status, receivedBy }: PayoutHead, words: SettlementWords): string {
  return status === "received" && receivedBy === "attested" ? words.attested : words.statuses[status];
}

/** A table of sales units with their sums. */
export function unitsTable(
  title: string,
  units: readonly UnitSums[],
  of: Readonly<{ words: SettlementWords; currency: string }>,
): ReportTable {
  const { words, currency } = of;
  const money = (amount: bigint): CellValue => ({ amount, currency });
  return {
    title,
    notes: [],
    columns: [
      { label: words.columns.unit, ...TEXT, width: 2.6 },
      { label: words.columns.handle, ...TEXT, width: 2.1 },
      ...sumColumns(words),
    ],
    rows: units.map(({ recipientHandle, name, sums }) => [
      recipientHandle === "" ? words.noUnit : name,
      recipientHandle,
      ...sumCells(sums, money),
    ]),
  };
}

function sumColumns({ columns }: SettlementWords): ReportColumn[] {
  return [
    { label: columns.captures, ...AMOUNT },
    { label: columns.refunds, ...AMOUNT },
    { label: columns.fees, ...AMOUNT },
    { label: columns.payouts, ...AMOUNT },
    { label: columns.other, ...AMOUNT },
    { label: columns.sum, ...AMOUNT },
    { label: columns.entries, ...COUNT },
  ];
}

function sumCells(sums: ReportSums, money: (amount: bigint) => CellValue): CellValue[] {
  const { capture, refund, fee, payout, other, count } = sums;
  return [...[capture, refund, fee, payout, other, totalOfSums(sums)].map(money), { count }];
}

function counted(count: number | undefined): CellValue {
  return count === undefined ? undefined : { count };
}

/** `Page 1 of 3`, and when it was made, in UTC to the minute. */
export function footOf(words: SettlementWords, madeAtMs: number): ReportDocument["words"] {
  const at = `${new Date(madeAtMs).toISOString().slice(0, 16).replace("T", " ")} UTC`;
  return {
    page: (number, all) => fill(words.page, { number: String(number), of: String(all) }),
    madeAt: fill(words.madeAt, { at }),
  };
}
