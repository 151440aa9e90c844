import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { Merchant } from "@/lib/contracts/shapes";
import { OverviewFigures, SyncProgress } from "@/lib/contracts/overview";
import type { MerchantsQuery } from "@/lib/contracts/queries";
import { listOf } from "@/lib/contracts/wire";
import { apiGet } from "@/lib/browser/api";

const REFRESH_MS = 30_000;
const BUSY_MS = 3_000;
const QUIET_MS = 60_000;

export const merchantsQuery = (tenant: string, query: MerchantsQuery) =>
  queryOptions({
    queryKey: ["merchants", tenant, query],
    queryFn: ({ signal }) => apiGet("/merchants", { tenant, query, output: listOf(Merchant), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const overviewQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["overview", tenant],
    queryFn: ({ signal }) => apiGet("/overview", { tenant, output: OverviewFigures, signal }),
    refetchInterval: REFRESH_MS,
  });

/** Polled quickly while something is read for the first time, and seldom when nothing is. */
export const syncProgressQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["sync-progress", tenant],
    queryFn: ({ signal }) => apiGet("/sync-progress", { tenant, output: SyncProgress, signal }),
    refetchInterval: (query) => ((query.state.data?.runningCount ?? 0) > 0 ? BUSY_MS : QUIET_MS),
  });
