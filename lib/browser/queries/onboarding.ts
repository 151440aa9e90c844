import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import type { z } from "zod";

import { apiGet, apiPost } from "@/lib/browser/api";
import { invalidateLedgers } from "@/lib/browser/queries/ledgers";
import {
  AccountChanges,
  Batch,
  Batches,
  BoardCard,
  BoardCounts,
  ChangedLedgers,
  Diagnosis,
  Expected,
  ExpectedGrant,
  Imported,
  Looking,
  OnboardingSettings,
  People,
} from "@/lib/contracts/onboarding";
import type { BoardQuery, DiagnosisQuery, ExpectedQuery, Stage } from "@/lib/contracts/onboarding";
import { Onboarded } from "@/lib/contracts/shapes";
import { listOf } from "@/lib/contracts/wire";

const BUSY_MS = 2_000;
const REFRESH_MS = 20_000;
const CARDS = 20;
const BASE = "/onboarding";

/** What a column asks for: its stage, the search, and so many cards at a time. */
export function boardAsk(stage: Stage, search: string): BoardQuery {
  return { stage, search, limit: CARDS };
}

/** The cards of a column, page after page. Renewed quickly while something moves. */
export const boardQuery = (tenant: string, stage: Stage, search: string, isBusy = false) =>
  infiniteQueryOptions({
    queryKey: ["onboarding", tenant, "board", stage, search],
    queryFn: ({ pageParam, signal }) =>
      apiGet(`${BASE}/board`, {
        tenant,
        query: { ...boardAsk(stage, search), cursor: pageParam },
        output: listOf(BoardCard),
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: isBusy ? BUSY_MS : REFRESH_MS,
  });

export function expectedAsk(search: string): ExpectedQuery {
  return { state: "waiting", search, limit: CARDS };
}

/** Merchants that are waited for, the longest waiting first. */
export const expectedQuery = (tenant: string, search: string) =>
  infiniteQueryOptions({
    queryKey: ["onboarding", tenant, "expected", search],
    queryFn: ({ pageParam, signal }) =>
      apiGet(`${BASE}/expected`, {
        tenant,
        query: { ...expectedAsk(search), cursor: pageParam },
        output: listOf(ExpectedGrant),
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor ?? undefined,
    refetchInterval: REFRESH_MS,
  });

export const countsQuery = (tenant: string, isBusy = false) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "counts"],
    queryFn: ({ signal }) => apiGet(`${BASE}/counts`, { tenant, output: BoardCounts, signal }),
    refetchInterval: (query) => (isBusy || (query.state.data?.firstSync ?? 0) > 0 ? BUSY_MS : REFRESH_MS),
  });

export const peopleQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "people"],
    queryFn: ({ signal }) => apiGet(`${BASE}/people`, { tenant, output: People, signal }),
  });

/** Batches that run and that ended lately: polled while one runs. */
export const batchesQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "batches"],
    queryFn: ({ signal }) => apiGet(`${BASE}/batches`, { tenant, output: Batches, signal }),
    refetchInterval: (query) =>
      query.state.data?.items.some((batch) => batch.state === "running") === true ? BUSY_MS / 2 : REFRESH_MS,
  });

export const accountChangesQuery = (tenant: string, merchantId?: string) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "account-changes", merchantId ?? ""],
    queryFn: ({ signal }) =>
      apiGet(`${BASE}/account-changes`, { tenant, query: { merchantId }, output: AccountChanges, signal }),
    refetchInterval: REFRESH_MS,
  });

export const onboardingSettingsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "settings"],
    queryFn: ({ signal }) => apiGet(`${BASE}/settings`, { tenant, output: OnboardingSettings, signal }),
  });

export const diagnosisQuery = (tenant: string, query: DiagnosisQuery) =>
  queryOptions({
    queryKey: ["onboarding", tenant, "diagnosis", query],
    queryFn: ({ signal }) => apiGet(`${BASE}/diagnosis`, { tenant, query, output: Diagnosis, signal }),
    refetchInterval: REFRESH_MS,
  });

/** Posts to a path of onboarding; the answer is read by its schema. Throws: ProblemError. */
async function post<S extends z.ZodType>(
  path: string,
  { tenant, body, output }: Readonly<{ tenant: string; body?: unknown; output: S }>,
): Promise<z.output<S>> {
  return output.parse(await apiPost(`${BASE}${path}`, { tenant, body }));
}

type Values = Readonly<Record<string, unknown>>;

/** What can be done on the board. Each throws: ProblemError. */
export const onboardingActs = {
  takeIn: (tenant: string, body: Values) => post("", { tenant, body, output: Onboarded }),
  startBatch: (tenant: string, body: Values) => post("/batches", { tenant, body, output: Batch }),
  ignore: (tenant: string, ledgers: readonly string[], reason: string) =>
    post("/ignore", { tenant, body: { ledgers, reason }, output: ChangedLedgers }),
  takeBack: (tenant: string, ledgers: readonly string[]) =>
    post("/take-back", { tenant, body: { ledgers }, output: ChangedLedgers }),
  expect: (tenant: string, body: Values) => post("/expected", { tenant, body, output: Expected }),
  importFile: (tenant: string, csv: string) =>
    post("/expected/import", { tenant, body: { csv }, output: Imported }),
  about: (tenant: string, id: string, verb: "ask" | "stop" | "withdraw") =>
    post(`/expected/${id}/${verb}`, { tenant, output: ExpectedGrant }),
  setSettings: (tenant: string, body: Values) =>
    post("/settings", { tenant, body, output: OnboardingSettings }),
  look: (tenant: string) => post("/look", { tenant, output: Looking }),
} as const;

/** What a change of the board makes old. */
export async function invalidateBoard(client: QueryClient, tenant: string): Promise<void> {
  await Promise.all([
    client.invalidateQueries({ queryKey: ["onboarding", tenant] }),
    invalidateLedgers(client, tenant),
  ]);
}
