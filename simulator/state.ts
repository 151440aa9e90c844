/** What a ledger remembers from one generated day to the next. */
import { localToUtcMs } from "./calendar";
import { EntryStore, NO_UNIT, type Draft, type EntryType } from "./entry-store";
import type { LedgerPlan } from "./plan";
import { createRandom, hashOf, type Random } from "./random";

export type Sale = { psp: number; payment: number; amount: number; unit: number; refunded: number };
type SentPayout = Readonly<{
  psp: string;
  reference: string | undefined;
  amount: number;
  returnsOn: number;
}>;

const RECENT_SALES_MAX = 256;

export type LedgerState = {
  readonly plan: LedgerPlan;
  readonly funds: EntryStore;
  readonly fees: EntryStore;
  pspSerial: number;
  paymentSerial: number;
  payoutNumber: number;
  readonly recent: Sale[];
  recentNext: number;
  /** Fees whose time has not come yet. */
  pendingFees: Draft[];
  /** Won disputes that wait for their money to come back. */
  pendingReturns: { day: number; sale: Sale }[];
  negativeDays: number;
  returning: SentPayout | undefined;
  /** A credit note that follows a top-up or an invoice. */
  pendingCredit: Readonly<{ day: number; amount: number }> | undefined;
  /** What the fees of ended months come to, for the invoice of a gross ledger. */
  toInvoice: number;
  /** When the report of the k-th date says `tryLater: false`; dates that are missing are open. */
  readonly closesAtMs: number[];
};

export function createState(plan: LedgerPlan): LedgerState {
  return {
    plan,
    funds: new EntryStore(plan.openingFunds, plan.startDay),
    fees: new EntryStore(plan.openingFees, plan.startDay),
    pspSerial: 1,
    paymentSerial: 1,
    payoutNumber: plan.firstPayoutNumber,
    recent: [],
    recentNext: 0,
    pendingFees: [],
    pendingReturns: [],
    negativeDays: 0,
    returning: undefined,
    pendingCredit: undefined,
    toInvoice: 0,
    closesAtMs: [],
  };
}

/** One day in the making: everything with a time between its cut-off and the next. */
export type DayInMaking = Readonly<{
  state: LedgerState;
  day: number;
  /** The day's number in the ledger's history, from 0. */
  k: number;
  random: Random;
  startUs: number;
  endUs: number;
  funds: Draft[];
  fees: Draft[];
}>;

export function openDay(state: LedgerState, k: number): DayInMaking {
  const { plan } = state;
  const day = plan.startDay + k;
  const cutoff = plan.cutoffHour * 3600;
  return {
    state,
    day,
    k,
    random: createRandom(hashOf(plan.seed, "day", k)),
    startUs: localToUtcMs(plan.country, day, cutoff) * 1000,
    endUs: localToUtcMs(plan.country, day + 1, cutoff) * 1000,
    funds: [],
    fees: [],
  };
}

/** An instant of the day by the merchant's clock. Hours before the cut-off are those after midnight. */
export function atHour(making: DayInMaking, hour: number): number {
  const { plan } = making.state;
  const second = Math.round(hour * 3600) + (hour < plan.cutoffHour ? 86_400 : 0);
  return localToUtcMs(plan.country, making.day, second) * 1000 + making.random.int(0, 999_999);
}

/** An entry without payment, sales unit or serial number. */
export function specialDraft(
  at: Readonly<{ timeUs: number; day: number }>,
  type: EntryType,
  amount: number,
  names: Readonly<{ psp: string; reference?: string | undefined }>,
): Draft {
  return {
    timeUs: at.timeUs,
    day: at.day,
    type,
    amount,
    psp: 0,
    payment: 0,
    unit: NO_UNIT,
    special: { psp: names.psp, reference: names.reference },
  };
}

/** An entry about a sale that was made earlier: it shares the sale's references. */
export function draftOfSale(
  at: Readonly<{ timeUs: number; day: number }>,
  type: EntryType,
  amount: number,
  sale: Readonly<{ psp: number; payment: number; unit: number }>,
): Draft {
  return {
    timeUs: at.timeUs,
    day: at.day,
    type,
    amount,
    psp: sale.psp,
    payment: sale.payment,
    unit: sale.unit,
  };
}

export function remember(state: LedgerState, sale: Sale): void {
  state.recent[state.recentNext] = sale;
  state.recentNext = (state.recentNext + 1) % RECENT_SALES_MAX;
}
