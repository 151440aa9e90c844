import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { Country } from "@/lib/domain/payout/bank-days";
import { statusBounds } from "@/lib/domain/payout/life";
import type { StatusBounds } from "@/lib/domain/payout/life";
import type { PayoutStatus } from "@/lib/domain/payout/status";
import type { StatusRange } from "@/lib/store/payouts-read";

function boundsOf({ today }: Moment): Readonly<Record<Country, StatusBounds>> {
  return {
    NO: statusBounds("NO", today.NO),
    DK: statusBounds("DK", today.DK),
    FI: statusBounds("FI", today.FI),
  };
}

/** Open payouts of these ledger dates or later are still on their way to the bank. */
export function inTransitFrom(moment: Moment): Readonly<Record<Country, LedgerDate>> {
  const bounds = boundsOf(moment);
  return { NO: bounds.NO.inTransitFrom, DK: bounds.DK.inTransitFrom, FI: bounds.FI.inTransitFrom };
}

/** What the store looks for to find payouts of a status. */
export function statusRange(status: PayoutStatus, moment: Moment): StatusRange {
  const bounds = boundsOf(moment);
  const open = (
    range: (of: StatusBounds) => Readonly<{ from: LedgerDate | undefined; before: LedgerDate | undefined }>,
  ): StatusRange => ({
    settled: "open",
    ranges: { NO: range(bounds.NO), DK: range(bounds.DK), FI: range(bounds.FI) },
  });
  switch (status) {
    case "scheduled":
      return open((of) => ({ from: of.scheduledFrom, before: undefined }));
    case "in-transit":
      return open((of) => ({ from: of.inTransitFrom, before: of.scheduledFrom }));
    case "awaiting-bank-data":
      return { ...open((of) => ({ from: undefined, before: of.inTransitFrom })), isCovered: false };
    case "overdue":
      return { ...open((of) => ({ from: undefined, before: of.inTransitFrom })), isCovered: true };
    default:
      return { settled: status };
  }
}
