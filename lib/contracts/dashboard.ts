import type { LedgerDate } from "@/lib/core/ledger-date";
import type { ProofState } from "@/lib/domain/ledger/states";
import type { SalesBy, SalesPeriod } from "@/lib/domain/merchant/sales-periods";
import type { PayoutStatus } from "@/lib/domain/payout/status";

/**
 * A merchant's own page: what its people see. Nothing here is of the firm's: no issues, no notes, no names of who is
 * responsible. Amounts are minor units; what was paid out is positive.
 */

/** A company that somebody may look at. */
export type Company = Readonly<{ tenant: string; firm: string; id: string; name: string }>;

export type DashboardPayout = Readonly<{
  id: string;
  number: string | null;
  amount: bigint;
  currency: string;
  status: PayoutStatus;
  /** The date on which it left the balance at Vipps MobilePay. */
  ledgerDate: LedgerDate;
  expectedDate: LedgerDate | null;
  /** When it came in; null while nobody knows. */
  receivedDate: LedgerDate | null;
  /** What stands beside the money in the bank, or how that begins. */
  bankText: string | null;
}>;

/** Money on its way, with the sales that it is made of. */
export type ComingPayout = DashboardPayout & Readonly<{ salesFrom: LedgerDate | null; salesTo: LedgerDate }>;

export type DashboardMoney = Readonly<{
  currency: string;
  /** At Vipps MobilePay, not paid out yet; null until it is known. */
  balance: bigint | null;
  comingTotal: bigint;
  coming: readonly ComingPayout[];
  /** This month so far: sales, what was paid back, and fees taken from the money. */
  month: Readonly<{ sales: bigint; refunds: bigint; feesRetained: bigint; feesCharged: bigint }>;
}>;

export type Dashboard = Readonly<{
  id: string;
  name: string;
  firm: string;
  country: string | null;
  shops: readonly string[];
  money: readonly DashboardMoney[];
  latest: readonly DashboardPayout[];
  /** What the bank statements should show and do not, the oldest first, however long ago. */
  late: readonly DashboardPayout[];
  /** When Vipps MobilePay was last asked; null before the first time. */
  seenAt: string | null;
  isFirstReading: boolean;
  isStale: boolean;
  proof: ProofState;
  /** Every date through this one was compared with Vipps MobilePay's own reports. */
  checkedThrough: LedgerDate | null;
}>;

export type ShopSales = Readonly<{ handle: string; name: string; sales: bigint; refunds: bigint }>;

export type PeriodSales = SalesPeriod &
  Readonly<{
    sales: bigint;
    refunds: bigint;
    feesRetained: bigint;
    paidOut: bigint;
    shops: readonly ShopSales[];
  }>;

export type CurrencySales = Readonly<{
  currency: string;
  /** Oldest first, periods without sales included. */
  periods: readonly PeriodSales[];
  /** Of all the periods. */
  shops: readonly ShopSales[];
  total: Readonly<{ sales: bigint; refunds: bigint; feesRetained: bigint; paidOut: bigint }>;
  /** What Vipps MobilePay charged for its service in all the periods, however it is paid. */
  feesCharged: bigint;
}>;

export type Sales = Readonly<{
  by: SalesBy;
  from: LedgerDate;
  to: LedgerDate;
  currencies: readonly CurrencySales[];
}>;

/** One payout: `leftBefore + sales + refunds + fees + other − left = amount`. */
export type PayoutParts = Readonly<{
  salesFrom: LedgerDate | null;
  salesTo: LedgerDate;
  leftBefore: bigint;
  sales: bigint;
  salesCount: number;
  refunds: bigint;
  refundsCount: number;
  fees: bigint;
  other: bigint;
  left: bigint;
}>;

export type DashboardPayoutPage = Readonly<{
  payout: DashboardPayout;
  account: string | null;
  /** Null while the history is being read again. */
  parts: PayoutParts | null;
  proof: ProofState;
  previousId: string | null;
  nextId: string | null;
}>;
