import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import type { DaysQuery, EntriesQuery } from "@/lib/contracts/queries";
import { Day, Entry, Ledger } from "@/lib/contracts/shapes";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 30_000;
const FIRST_SYNC_MS = 3_000;

/** Polled quickly while its history is read for the first time. */
export const ledgerQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["ledger", tenant, id],
    queryFn: ({ signal }) => apiGet(`/ledgers/${id}`, { tenant, output: Ledger, signal }),
    refetchInterval: (query) =>
      query.state.data !== undefined && isReading(query.state.data) ? FIRST_SYNC_MS : REFRESH_MS,
  });

export const entriesQuery = (tenant: string, id: string, query: EntriesQuery) =>
  queryOptions({
    queryKey: ["entries", tenant, id, query],
    queryFn: ({ signal }) =>
      apiGet(`/ledgers/${id}/entries`, { tenant, query, output: listOf(Entry), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const daysQuery = (tenant: string, id: string, query: DaysQuery) =>
  queryOptions({
    queryKey: ["ledger-days", tenant, id, query],
    queryFn: ({ signal }) => apiGet(`/ledgers/${id}/days`, { tenant, query, output: listOf(Day), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** True while one of its topics is read for the first time. */
export function isReading(ledger: Ledger): boolean {
  return ledger.funds.state === "first-sync" || ledger.fees.state === "first-sync";
}

/** Pauses or resumes the following of a ledger's feeds; the ledger as it then stands. Throws: ProblemError. */
export async function setPaused(tenant: string, id: string, verb: "pause" | "resume"): Promise<Ledger> {
  return Ledger.parse(await apiPost(`/ledgers/${id}/${verb}`, { tenant }));
}

/** What a change of ledgers makes old: every list that shows their state. */
export async function invalidateLedgers(client: QueryClient, tenant: string): Promise<void> {
  const names = ["ledger", "ledgers", "sync-progress", "overview", "merchants", "merchant"];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}
