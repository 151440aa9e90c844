import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { Payout, PayoutAnswer } from "@/lib/contracts/shapes";
import type { PayoutsQuery } from "@/lib/contracts/queries";
import { listOf } from "@/lib/contracts/wire";
import { apiGet } from "@/lib/browser/api";

const REFRESH_MS = 60_000;

export const payoutsQuery = (tenant: string, query: PayoutsQuery) =>
  queryOptions({
    queryKey: ["payouts", tenant, query],
    queryFn: ({ signal }) => apiGet("/payouts", { tenant, query, output: listOf(Payout), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** A payout with what explains it. */
export const payoutQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["payout", tenant, id],
    queryFn: ({ signal }) => apiGet(`/payouts/${id}`, { tenant, output: PayoutAnswer, signal }),
    refetchInterval: REFRESH_MS,
  });
