import type { ComingPayout, Dashboard, DashboardMoney } from "@/lib/contracts/dashboard";
import { LedgersQuery, PayoutsQuery } from "@/lib/contracts/queries";
import type { Ledger, Merchant, Payout, Summary } from "@/lib/contracts/shapes";
import type { LedgerDate } from "@/lib/core/ledger-date";
import type { Page } from "@/lib/core/page";
import type { PayoutStatus } from "@/lib/domain/payout/status";
import type { ServiceContext } from "@/lib/services/context";
import { booksOf } from "@/lib/services/dashboard/books-of";
import { describeForMerchant } from "@/lib/services/dashboard/describe-payout";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { getMerchant } from "@/lib/services/merchants/get-merchant";
import { summarizeMerchant } from "@/lib/services/merchants/summarize-merchant";
import { explainPayout } from "@/lib/services/payouts/explain-payout";
import { listPayouts } from "@/lib/services/payouts/list-payouts";
import { findTenantName, withTenant } from "@/lib/store/tenant";

const LATEST = 5;
const EXPLAINED_MAX = 10;
/** Payouts on their way are of the last bank days, a few a ledger; a chain has hundreds of ledgers. */
const PAGE = 1_000;

/**
 * The first page of a merchant's people: money on its way, what Vipps MobilePay holds, this month, the latest
 * payouts, and how well all that is proven. Throws: forbidden, not_found.
 */
export async function getDashboard(ctx: ServiceContext, input: Readonly<{ id: string }>): Promise<Dashboard> {
  const { books, merchantId } = booksOf(ctx, input.id);
  const merchant = await getMerchant(books, { id: merchantId });
  const month = await summarizeMerchant(books, { id: merchantId });
  const ledgers = await everyItem((cursor) =>
    listLedgers(books, LedgersQuery.parse({ merchantId, limit: PAGE, cursor })),
  );
  const latest = await listPayouts(books, PayoutsQuery.parse({ merchantId, limit: LATEST }));
  const coming = await listComing(books, merchantId);
  const late = await listOf(books, merchantId, "overdue");
  const firm = await withTenant(books.database, books, (tx) => findTenantName(tx));
  return {
    id: merchant.id,
    name: merchant.name,
    firm,
    country: merchant.country,
    shops: [...new Set(ledgers.flatMap(({ salesUnits }) => salesUnits.map(({ name }) => name)))],
    money: currenciesOf(merchant, month, coming).map((currency) =>
      moneyIn(currency, { merchant, month, coming }),
    ),
    latest: latest.items.map(describeForMerchant),
    late: late.map(describeForMerchant),
    seenAt: merchant.headSeenAt,
    isFirstReading: merchant.sync === "first-sync",
    isStale: merchant.sync === "stale" || merchant.sync === "no-access" || merchant.sync === "paused",
    proof: merchant.proof,
    checkedThrough: checkedThrough(ledgers),
  };
}

/** What is not in the bank yet, the next to come first; the first ones with the dates of their sales. */
async function listComing(books: ServiceContext, merchantId: string): Promise<ComingPayout[]> {
  const found: Payout[] = [];
  for (const status of ["in-transit", "scheduled"] as const) {
    found.push(...(await listOf(books, merchantId, status)));
  }
  const coming: ComingPayout[] = [];
  for (const [index, payout] of found.entries()) {
    const cover = index < EXPLAINED_MAX ? (await explainPayout(books, { id: payout.id })).cover : undefined;
    coming.push({
      ...describeForMerchant(payout),
      salesFrom: cover?.fromDate ?? null,
      salesTo: payout.ledgerDate,
    });
  }
  return coming;
}

/** Payouts of a status, the oldest first. */
async function listOf(books: ServiceContext, merchantId: string, status: PayoutStatus): Promise<Payout[]> {
  const newestFirst = await everyItem((cursor) =>
    listPayouts(books, PayoutsQuery.parse({ merchantId, status, limit: PAGE, cursor })),
  );
  return newestFirst.toReversed();
}

/** Of a sum every part is needed: a list that ends early would be a smaller sum. */
async function everyItem<Item>(
  readPage: (cursor: string | undefined) => Promise<Page<Item>>,
): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await readPage(cursor);
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

function currenciesOf(merchant: Merchant, month: Summary, coming: readonly ComingPayout[]): string[] {
  const all = [...merchant.balances, ...month.currencies, ...coming].map(({ currency }) => currency);
  return [...new Set(all)].toSorted();
}

function moneyIn(
  currency: string,
  of: Readonly<{ merchant: Merchant; month: Summary; coming: readonly ComingPayout[] }>,
): DashboardMoney {
  const coming = of.coming.filter((payout) => payout.currency === currency);
  const sums = of.month.currencies.find((month) => month.currency === currency);
  return {
    currency,
    balance: of.merchant.balances.find((balance) => balance.currency === currency)?.balance ?? null,
    coming,
    comingTotal: coming.reduce((sum, { amount }) => sum + amount, 0n),
    month: {
      sales: sums?.captures ?? 0n,
      refunds: sums?.refunds ?? 0n,
      feesRetained: sums?.fees ?? 0n,
      feesCharged: sums?.feesCharged ?? 0n,
    },
  };
}

/** Through this date every ledger is proven, sales and fees. */
function checkedThrough(ledgers: readonly Ledger[]): LedgerDate | null {
  const dates = ledgers
    .filter(({ status }) => status === "active")
    .flatMap(({ funds, fees }) => [funds.verifiedThrough, fees.verifiedThrough]);
  if (dates.length === 0) return null;
  return dates.reduce((least, date) =>
    least === null || date === null ? null : date < least ? date : least,
  );
}
