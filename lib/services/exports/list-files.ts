import type {
  DaysQuery,
  EntriesQuery,
  FeesQuery,
  IntervalQuery,
  IssuesQuery,
  LedgersQuery,
  MerchantsQuery,
  PaymentsQuery,
  PayoutsQuery,
} from "@/lib/contracts/queries";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import {
  DAY_COLUMNS,
  ENTRY_COLUMNS,
  FEE_COLUMNS,
  ISSUE_COLUMNS,
  LEDGER_COLUMNS,
  MERCHANT_COLUMNS,
  MERCHANT_DAY_COLUMNS,
  PAYMENT_COLUMNS,
  PAYOUT_COLUMNS,
  merchantLines,
  paymentLines,
} from "@/lib/services/exports/columns";
import { FILE_PAGE_SIZE, csvPages } from "@/lib/services/exports/csv-pages";
import { sumFees } from "@/lib/services/fees/sum-fees";
import { listIssues } from "@/lib/services/issues/list-issues";
import { listDays } from "@/lib/services/ledgers/list-days";
import { listEntries } from "@/lib/services/ledgers/list-entries";
import { listLedgers } from "@/lib/services/ledgers/list-ledgers";
import { listMerchantDays } from "@/lib/services/merchants/list-merchant-days";
import { listMerchants } from "@/lib/services/merchants/list-merchants";
import { findPayments } from "@/lib/services/payments/find-payments";
import { listPayouts } from "@/lib/services/payouts/list-payouts";

/**
 * Each list as a file: every row that the query's filters match, whatever its limit and cursor.
 * Throws, when read: what the list throws.
 */

type File = AsyncGenerator<string, void, undefined>;
type Ided = Readonly<{ id: string }>;

/** A row of a search is a whole payment: its pages are smaller. */
const PAYMENTS_PAGE_SIZE = 100;

export function merchantsFile(ctx: ServiceContext, query: MerchantsQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(MERCHANT_COLUMNS, async (cursor) => {
    const page = await listMerchants(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor });
    return { items: page.items.flatMap(merchantLines), nextCursor: page.nextCursor };
  });
}

export function merchantDaysFile(ctx: ServiceContext, query: IntervalQuery & Ided): File {
  requirePermission(ctx, "books.export");
  return csvPages(MERCHANT_DAY_COLUMNS, async () => {
    const { items } = await listMerchantDays(ctx, query);
    return { items, nextCursor: undefined };
  });
}

export function ledgersFile(ctx: ServiceContext, query: LedgersQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(LEDGER_COLUMNS, (cursor) => listLedgers(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function entriesFile(ctx: ServiceContext, query: EntriesQuery & Ided): File {
  requirePermission(ctx, "books.export");
  return csvPages(ENTRY_COLUMNS, (cursor) => listEntries(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function daysFile(ctx: ServiceContext, query: DaysQuery & Ided): File {
  requirePermission(ctx, "books.export");
  return csvPages(DAY_COLUMNS, (cursor) => listDays(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function payoutsFile(ctx: ServiceContext, query: PayoutsQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(PAYOUT_COLUMNS, (cursor) => listPayouts(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}

export function feesFile(ctx: ServiceContext, query: FeesQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(FEE_COLUMNS, async () => ({
    items: (await sumFees(ctx, query)).items,
    nextCursor: undefined,
  }));
}

export function paymentsFile(ctx: ServiceContext, query: PaymentsQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(PAYMENT_COLUMNS, async (cursor) => {
    const page = await findPayments(ctx, { ...query, limit: PAYMENTS_PAGE_SIZE, cursor });
    return { items: page.items.flatMap(paymentLines), nextCursor: page.nextCursor };
  });
}

export function issuesFile(ctx: ServiceContext, query: IssuesQuery): File {
  requirePermission(ctx, "books.export");
  return csvPages(ISSUE_COLUMNS, (cursor) => listIssues(ctx, { ...query, limit: FILE_PAGE_SIZE, cursor }));
}
