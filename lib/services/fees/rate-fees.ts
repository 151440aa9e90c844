import { AppError } from "@/lib/core/errors";
import { parseId } from "@/lib/core/ids";
import { endOfMonth, parseLedgerDate } from "@/lib/core/ledger-date";
import type { FeeRate, FeeRates, FeeRatesQuery } from "@/lib/contracts/bookkeeping";
import { RATE_MONTHS_BEFORE, monthsBefore, rateMonths } from "@/lib/domain/fee/rate";
import type { Moment } from "@/lib/domain/ledger/moment";
import type { ServiceContext } from "@/lib/services/context";
import { readBooks } from "@/lib/services/read";
import { listRateSums } from "@/lib/store/fee-pairs";
import type { RateSums } from "@/lib/store/fee-pairs";
import { listSalesUnitNames } from "@/lib/store/ledgers-read";
import { listLedgersOf } from "@/lib/store/ledger-merchants";
import { findMerchantName } from "@/lib/store/merchants";

const ROWS_MAX = 10_000;

/**
 * Effective fee rates per sales unit and calendar month of ledger dates, newest month last: what is divided, and when
 * a rate is flagged, is said in lib/domain/fee/rate.ts. Throws: forbidden, not_found, invalid_input (too many rows).
 */
export async function rateFees(ctx: ServiceContext, query: FeeRatesQuery): Promise<FeeRates> {
  return readBooks(ctx, async (tx, moment) => {
    const merchant = query.merchantId === undefined ? undefined : parseId<"merchant">(query.merchantId);
    if (merchant !== undefined && (await findMerchantName(tx, merchant)) === undefined)
      throw new AppError("not_found", "there is no merchant with this id");
    const last = query.month ?? moment.today.NO.slice(0, 7);
    const first = monthsBefore(last, query.months - 1);
    const rows = await listRateSums(tx, {
      merchant,
      // The months before the first shown decide what is usual in it.
      from: parseLedgerDate(`${monthsBefore(first, RATE_MONTHS_BEFORE)}-01`),
      to: endOfMonth(last),
      limit: ROWS_MAX + 1,
    });
    if (rows.length > ROWS_MAX) {
      throw new AppError("invalid_input", "there are too many sales units for one answer", {
        fields: [
          { field: "merchantId", message: `more than ${String(ROWS_MAX)} rows; ask for one merchant` },
        ],
      });
    }
    const merchants = [...new Set(rows.map((row) => row.merchant))];
    const names = await listSalesUnitNames(tx, await listLedgersOf(tx, merchants));
    return { items: groupUnits(rows).flatMap((unit) => rateUnit(unit, moment, { first, names })) };
  });
}

/** Rows of one merchant, currency and sales unit stand together already. */
function groupUnits(rows: readonly RateSums[]): RateSums[][] {
  const units = new Map<string, RateSums[]>();
  for (const row of rows) {
    const key = `${row.merchant}\n${row.currency}\n${row.recipientHandle}`;
    const unit = units.get(key);
    if (unit === undefined) units.set(key, [row]);
    else unit.push(row);
  }
  return [...units.values()];
}

function rateUnit(
  unit: readonly RateSums[],
  moment: Moment,
  of: Readonly<{ first: string; names: ReadonlyMap<string, string> }>,
): FeeRate[] {
  const [head] = unit;
  if (head === undefined) return [];
  const months = rateMonths(
    unit.map((row) => ({ ...row, isOver: moment.lastOver[row.country] >= endOfMonth(row.month) })),
  );
  return months
    .filter(({ month }) => month >= of.first)
    .map((month) => ({
      merchantId: head.merchant,
      merchantName: head.merchantName,
      recipientHandle: head.recipientHandle,
      name: of.names.get(head.recipientHandle) ?? head.recipientHandle,
      currency: head.currency,
      month: month.month,
      isOver: month.isOver,
      captures: month.captures,
      captureCount: month.captureCount,
      captureFees: month.captureFees,
      rate: month.rate ?? null,
      usual: month.usual ?? null,
      flag: month.flag ?? null,
    }));
}
