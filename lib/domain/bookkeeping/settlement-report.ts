import type { LedgerDate } from "@/lib/core/ledger-date";
import { KINDS, kindOf } from "@/lib/domain/ledger/kind";
import type { Kind } from "@/lib/domain/ledger/kind";
import type { DayVerification, ProofState } from "@/lib/domain/ledger/states";
import type { PayoutStatus } from "@/lib/domain/payout/status";
import type { DaySum } from "@/lib/domain/bookkeeping/voucher";

/**
 * What a settlement report says, whatever file it becomes: of one payout, or of a merchant's period. Amounts are
 * minor units, signed as they move the funds balance.
 */

/** Sums by kind; `count`: how many entries. */
export type ReportSums = Readonly<Record<Kind, bigint> & { count: number }>;

export const NOTHING: ReportSums = { capture: 0n, refund: 0n, fee: 0n, payout: 0n, other: 0n, count: 0 };

export type UnitSums = Readonly<{ recipientHandle: string; name: string; sums: ReportSums }>;
export type DateSums = Readonly<{ ledgerDate: LedgerDate; sums: ReportSums }>;

/** A payout in the bank's words and in ours. */
export type PayoutHead = Readonly<{
  payoutNumber: string | undefined;
  pspReference: string;
  bankReference: string | undefined;
  payoutAccount: string | undefined;
  ledgerId: string;
  ledgerDate: LedgerDate;
  expectedDate: LedgerDate | undefined;
  receivedDate: LedgerDate | undefined;
  /** What shows that it came: a line of the bank, or the word of a person. */
  receivedBy: "bank-line" | "attested" | undefined;
  status: PayoutStatus;
  currency: string;
  /** As it moves the balance: negative. */
  amount: bigint;
}>;

/** Whose report it is. */
export type ReportMerchant = Readonly<{ name: string; businessId: string | undefined }>;

export type WaterfallKey = "left-before" | Kind | "breaks" | "paid" | "left";
export type WaterfallLine = Readonly<{ key: WaterfallKey; amount: bigint; count: number | undefined }>;

export type PayoutReport = Readonly<{
  merchant: ReportMerchant;
  payout: PayoutHead;
  fromDate: LedgerDate | undefined;
  proof: ProofState;
  waterfall: readonly WaterfallLine[];
  units: readonly UnitSums[];
  dates: readonly DateSums[];
  entryCount: number;
}>;

/** What a payout carries, as the books keep it. */
export type CarriedSums = Readonly<{
  leftBefore: bigint;
  captures: bigint;
  refunds: bigint;
  fees: bigint;
  payouts: bigint;
  other: bigint;
  breaks: bigint;
  left: bigint;
  captureCount: number;
  refundCount: number;
  feeCount: number;
  payoutCount: number;
  otherCount: number;
}>;

/** From what was left before, line by line, to what is left: the last line is the sum of those before it. */
export function waterfallOf(cover: CarriedSums, amount: bigint): readonly WaterfallLine[] {
  const lines: WaterfallLine[] = [
    { key: "left-before", amount: cover.leftBefore, count: undefined },
    { key: "capture", amount: cover.captures, count: cover.captureCount },
    { key: "refund", amount: cover.refunds, count: cover.refundCount },
    { key: "fee", amount: cover.fees, count: cover.feeCount },
    { key: "payout", amount: cover.payouts, count: cover.payoutCount },
    { key: "other", amount: cover.other, count: cover.otherCount },
    { key: "breaks", amount: cover.breaks, count: undefined },
    { key: "paid", amount, count: undefined },
  ];
  // What is nothing is left out, but for the ends.
  const isSaid = (line: WaterfallLine): boolean =>
    line.key === "left-before" || line.key === "paid" || line.amount !== 0n || (line.count ?? 0) > 0;
  return [...lines.filter(isSaid), { key: "left", amount: cover.left, count: undefined }];
}

/** True when the lines before the last add up to it. */
export function addsUp(waterfall: readonly WaterfallLine[]): boolean {
  const last = waterfall.at(-1);
  const before = waterfall.slice(0, -1).reduce((sum, { amount }) => sum + amount, 0n);
  return last !== undefined && before === last.amount;
}

type Carried = Readonly<{
  ledgerDate: LedgerDate;
  recipientHandle: string | null;
  entryType: string;
  amount: bigint;
}>;

/** Sums of entries by sales unit and by ledger date, taken while the entries go by. */
export type ReportFold = Readonly<{
  add: (entry: Carried) => void;
  total: () => ReportSums;
  units: (nameOf: (recipientHandle: string) => string) => readonly UnitSums[];
  dates: () => readonly DateSums[];
}>;

export function createReportFold(): ReportFold {
  const byUnit = new Map<string, ReportSums>();
  const byDate = new Map<LedgerDate, ReportSums>();
  let total = NOTHING;
  return {
    add: (entry) => {
      const one = sumsOf(kindOf("funds", entry.entryType), entry.amount, 1);
      const handle = entry.recipientHandle ?? "";
      byUnit.set(handle, addReportSums(byUnit.get(handle) ?? NOTHING, one));
      byDate.set(entry.ledgerDate, addReportSums(byDate.get(entry.ledgerDate) ?? NOTHING, one));
      total = addReportSums(total, one);
    },
    total: () => total,
    units: (nameOf) => toUnits(byUnit, nameOf),
    dates: () => toDates(byDate),
  };
}

/** A date of a period. `charged`: what the fees topic says was charged on it, signed as it moves that balance. */
export type PeriodDay = Readonly<{
  ledgerDate: LedgerDate;
  sums: ReportSums;
  breaks: bigint;
  closing: bigint;
  charged: bigint;
  verification: DayVerification;
}>;

/** A ledger in a period: `opening + sums + breaks = closing`. */
export type LedgerPeriod = Readonly<{
  ledgerId: string;
  currency: string;
  from: LedgerDate;
  to: LedgerDate;
  opening: bigint;
  closing: bigint;
  sums: ReportSums;
  breaks: bigint;
  /** What the fees topic says was charged; what was taken out of the funds is `sums.fee`: two numbers in any month. */
  charged: bigint;
  days: readonly PeriodDay[];
  units: readonly UnitSums[];
  payouts: readonly PayoutHead[];
  proof: ProofState;
}>;

export type PeriodReport = Readonly<{
  merchant: ReportMerchant;
  from: LedgerDate;
  to: LedgerDate;
  ledgers: readonly LedgerPeriod[];
}>;

/** Proof and breaks of a date, beside its sums. */
export type DayFacts = Readonly<{ ledgerDate: LedgerDate; breaks: bigint; verification: DayVerification }>;

/** What of the fees topic is no charge: what was paid for the charges. */
const PAID: ReadonlySet<string> = new Set(["fees-retained", "fees-invoiced"]);

/** Days, units and totals of a ledger's period, folded from its rows of `day_sum`. */
export function foldPeriod(
  rows: readonly DaySum[],
  days: readonly DayFacts[],
  of: Readonly<{ opening: bigint; nameOf: (recipientHandle: string) => string }>,
): Pick<LedgerPeriod, "sums" | "breaks" | "charged" | "days" | "units" | "closing"> {
  const byUnit = new Map<string, ReportSums>();
  const byDate = new Map<LedgerDate, ReportSums>();
  const chargedOn = new Map<LedgerDate, bigint>();
  for (const row of rows) {
    if (row.topic === "fees") {
      if (PAID.has(row.entryType)) continue;
      chargedOn.set(row.ledgerDate, (chargedOn.get(row.ledgerDate) ?? 0n) + row.amount);
      continue;
    }
    const one = sumsOf(kindOf("funds", row.entryType), row.amount, row.count);
    byUnit.set(row.recipientHandle, addReportSums(byUnit.get(row.recipientHandle) ?? NOTHING, one));
    byDate.set(row.ledgerDate, addReportSums(byDate.get(row.ledgerDate) ?? NOTHING, one));
  }
  let balance = of.opening;
  const folded = days.map((day): PeriodDay => {
    const sums = byDate.get(day.ledgerDate) ?? NOTHING;
    balance += totalOfSums(sums) + day.breaks;
    return { ...day, sums, closing: balance, charged: chargedOn.get(day.ledgerDate) ?? 0n };
  });
  return {
    days: folded,
    units: toUnits(byUnit, of.nameOf),
    sums: folded.reduce((sum, day) => addReportSums(sum, day.sums), NOTHING),
    breaks: folded.reduce((sum, day) => sum + day.breaks, 0n),
    charged: folded.reduce((sum, day) => sum + day.charged, 0n),
    closing: balance,
  };
}

export function totalOfSums(sums: ReportSums): bigint {
  return KINDS.reduce((total, kind) => total + sums[kind], 0n);
}

export function addReportSums(left: ReportSums, right: ReportSums): ReportSums {
  return {
    capture: left.capture + right.capture,
    refund: left.refund + right.refund,
    fee: left.fee + right.fee,
    payout: left.payout + right.payout,
    other: left.other + right.other,
    count: left.count + right.count,
  };
}

function sumsOf(kind: Kind, amount: bigint, count: number): ReportSums {
  return { ...NOTHING, [kind]: amount, count };
}

/** By name; what has no sales unit comes last. */
function toUnits(
  sums: ReadonlyMap<string, ReportSums>,
  nameOf: (recipientHandle: string) => string,
): readonly UnitSums[] {
  return [...sums]
    .map(([recipientHandle, of]) => ({ recipientHandle, name: nameOf(recipientHandle), sums: of }))
    .toSorted((left, right) => (orderOf(left) < orderOf(right) ? -1 : 1));
}

function orderOf(unit: UnitSums): string {
  return `${unit.recipientHandle === "" ? "1" : "0"}\n${unit.name}\n${unit.recipientHandle}`;
}

function toDates(sums: ReadonlyMap<LedgerDate, ReportSums>): readonly DateSums[] {
  return [...sums]
    .map(([ledgerDate, of]) => ({ ledgerDate, sums: of }))
    .toSorted((left, right) => (left.ledgerDate < right.ledgerDate ? -1 : 1));
}
