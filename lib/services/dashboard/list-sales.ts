import type { CurrencySales, PeriodSales, Sales, ShopSales } from "@/lib/contracts/dashboard";
import type { MerchantDay, MerchantDays } from "@/lib/contracts/merchant-days";
import { momentOf } from "@/lib/domain/ledger/moment";
import { salesPeriods } from "@/lib/domain/merchant/sales-periods";
import type { SalesBy, SalesPeriod } from "@/lib/domain/merchant/sales-periods";
import type { ServiceContext } from "@/lib/services/context";
import { booksOf } from "@/lib/services/dashboard/books-of";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { todayFor } from "@/lib/services/merchants/interval";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";

/**
 * Sales by shop of the last fourteen days, twelve weeks or twelve months, with what was paid back, taken as fees and
 * paid out. Throws: forbidden, not_found.
 */
export async function listSales(
  ctx: ServiceContext,
  input: Readonly<{ id: string; by: SalesBy }>,
): Promise<Sales> {
  const { books, merchantId: id } = booksOf(ctx, input.id);
  const { country } = await getMerchant(books, { id });
  const today = todayFor(momentOf(books.clock.nowMs()), country ?? undefined);
  const periods = salesPeriods(input.by, today);
  const interval = { from: periods[0]?.from ?? today, to: today };
  const days = await listMerchantDays(books, { id, ...interval });
  const summary = await summarizeMerchant(books, { id, ...interval });
  const charged = new Map(summary.currencies.map((of) => [of.currency, of.feesCharged]));
  const currencies = [...new Set(days.openings.map(({ currency }) => currency))].toSorted();
  return {
    by: input.by,
    ...interval,
    currencies: currencies.map((currency) => ({
      ...foldCurrency(days, currency, periods),
      feesCharged: charged.get(currency) ?? 0n,
    })),
  };
}

function foldCurrency(
  days: MerchantDays,
  currency: string,
  periods: readonly SalesPeriod[],
): Omit<CurrencySales, "feesCharged"> {
  const names = new Map(days.handles.map((of) => [of.recipientHandle, of.name]));
  const items = days.items.filter((item) => item.currency === currency);
  const fold = (of: readonly MerchantDay[]): Omit<PeriodSales, "from" | "to"> => ({
    sales: sum(of, "captures"),
    refunds: sum(of, "refunds"),
    feesRetained: sum(of, "fees"),
    paidOut: -sum(of, "payouts"),
    shops: shopsOf(of, names),
  });
  const { shops, ...total } = fold(items);
  return {
    currency,
    total,
    shops,
    periods: periods.map((period) => ({
      ...period,
      ...fold(items.filter(({ ledgerDate }) => ledgerDate >= period.from && ledgerDate <= period.to)),
    })),
  };
}

function sum(items: readonly MerchantDay[], part: "captures" | "refunds" | "fees" | "payouts"): bigint {
  return items.reduce((total, item) => total + item[part], 0n);
}

/** The shops that sold or paid back, the one that sold most first; what no shop is named for stands under `''`. */
function shopsOf(items: readonly MerchantDay[], names: ReadonlyMap<string, string>): ShopSales[] {
  const handles = [...new Set(items.map((item) => item.recipientHandle))];
  return handles
    .map((handle) => {
      const own = items.filter((item) => item.recipientHandle === handle);
      return {
        handle,
        name: names.get(handle) ?? handle,
        sales: sum(own, "captures"),
        refunds: sum(own, "refunds"),
      };
    })
    .filter(({ sales, refunds }) => sales !== 0n || refunds !== 0n)
    .toSorted((left, right) =>
      left.sales === right.sales ? (left.name < right.name ? -1 : 1) : left.sales > right.sales ? -1 : 1,
    );
}
