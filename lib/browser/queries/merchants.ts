import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";

import { IssuesQuery, LedgersQuery, MerchantsQuery } from "@/lib/contracts/queries";
import { Issue, Ledger, Merchant, Summary } from "@/lib/contracts/shapes";
import { MerchantDays } from "@/lib/contracts/merchant-days";
import { listOf } from "@/lib/contracts/wire";
import { apiGet } from "@/lib/browser/api";
import type { LedgerDate } from "@/lib/core/ledger-date";

const REFRESH_MS = 30_000;
const NAMES_FRESH_MS = 300_000;

export type Interval = Readonly<{ from: LedgerDate; to: LedgerDate }>;

export const merchantQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["merchant", tenant, id],
    queryFn: ({ signal }) => apiGet(`/merchants/${id}`, { tenant, output: Merchant, signal }),
    refetchInterval: REFRESH_MS,
  });

export const merchantSummaryQuery = (tenant: string, id: string, interval: Interval) =>
  queryOptions({
    queryKey: ["merchant-summary", tenant, id, interval],
    queryFn: ({ signal }) =>
      apiGet(`/merchants/${id}/summary`, { tenant, query: interval, output: Summary, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const merchantDaysQuery = (tenant: string, id: string, interval: Interval) =>
  queryOptions({
    queryKey: ["merchant-days", tenant, id, interval],
    queryFn: ({ signal }) =>
      apiGet(`/merchants/${id}/days`, { tenant, query: interval, output: MerchantDays, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** What is asked for a merchant's ledgers, here and on the server. */
export function ledgersOfMerchant(merchantId: string): LedgersQuery {
  return LedgersQuery.parse({ merchantId });
}

/** Payouts shown on a merchant's page. */
export const PAYOUTS_SHOWN = 10;

/** What is asked for a merchant's open issues, here and on the server. */
export function issuesOfMerchant(merchantId: string): IssuesQuery {
  return IssuesQuery.parse({ merchantId });
}

export const merchantLedgersQuery = (tenant: string, merchantId: string) => {
  const query = ledgersOfMerchant(merchantId);
  return queryOptions({
    queryKey: ["ledgers", tenant, query],
    queryFn: ({ signal }) => apiGet("/ledgers", { tenant, query, output: listOf(Ledger), signal }),
    refetchInterval: REFRESH_MS,
  });
};

export const merchantIssuesQuery = (tenant: string, merchantId: string) => {
  const query = issuesOfMerchant(merchantId);
  return queryOptions({
    queryKey: ["issues", tenant, query],
    queryFn: ({ signal }) => apiGet("/issues", { tenant, query, output: listOf(Issue), signal }),
    refetchInterval: REFRESH_MS,
  });
};

/** The merchants that a list can be narrowed to, by name. */
export const merchantNamesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["merchant-names", tenant],
    queryFn: async ({ signal }) => {
      const query = MerchantsQuery.parse({ sort: "name", limit: 1_000 });
      const page = await apiGet("/merchants", { tenant, query, output: listOf(Merchant), signal });
      return page.items.map(({ id, name }) => ({ id, name }));
    },
    staleTime: NAMES_FRESH_MS,
  });

const PICKER_PAGE = 20;

/** Merchants by name and search, a page at a time: what can be chosen from. */
export const merchantPagesQuery = (tenant: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ["merchant-pages", tenant, search],
    queryFn: async ({ signal, pageParam }) => {
      const query = MerchantsQuery.parse({
        sort: "name",
        limit: PICKER_PAGE,
        search,
        ...(pageParam !== "" && { cursor: pageParam }),
      });
      const page = await apiGet("/merchants", { tenant, query, output: listOf(Merchant), signal });
      return { items: page.items.map(({ id, name }) => ({ id, name })), nextCursor: page.nextCursor };
    },
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor,
    placeholderData: keepPreviousData,
    staleTime: NAMES_FRESH_MS,
  });
