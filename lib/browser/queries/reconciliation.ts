import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { BankAccount, BankLine } from "@/lib/contracts/bank";
import { People } from "@/lib/contracts/onboarding";
import {
  AcceptedWork,
  Attested,
  Learnt,
  Match,
  MatchMade,
  OpenItem,
  Patterns,
  WorkCounts,
} from "@/lib/contracts/reconciliation";
import type {
  LearnInput,
  MatchInput,
  MatchesQuery,
  OpenItemsQuery,
  PairInput,
  WorkCountsQuery,
  WorkNoteInput,
} from "@/lib/contracts/reconciliation";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 20_000;
const BUSY_MS = 2_000;
const FRESH_MS = 300_000;
const BASE = "/reconciliation";

/** Under this key the pages of work are kept, here and as the server answers them. */
export function openItemsKey(
  tenant: string,
  query: OpenItemsQuery,
): readonly ["open-items", string, OpenItemsQuery] {
  return ["open-items", tenant, query];
}

/** A page of the work that is left. */
export function fetchOpenItems(
  tenant: string,
  query: OpenItemsQuery,
  signal?: AbortSignal,
): Promise<Readonly<{ items: readonly OpenItem[]; nextCursor: string | null }>> {
  return apiGet(`${BASE}/items`, { tenant, query, output: listOf(OpenItem), ...(signal && { signal }) });
}

/** How much work is left; asked quickly while something is being matched. */
export const workCountsQuery = (tenant: string, query: WorkCountsQuery) =>
  queryOptions({
    queryKey: ["work-counts", tenant, query],
    queryFn: ({ signal }) => apiGet(`${BASE}/counts`, { tenant, query, output: WorkCounts, signal }),
    refetchInterval: ({ state }) => (state.data?.isMatching === true ? BUSY_MS : REFRESH_MS),
  });

/** Matches, the last made first. */
export const matchesQuery = (tenant: string, query: MatchesQuery) =>
  infiniteQueryOptions({
    queryKey: ["matches", tenant, query],
    queryFn: ({ pageParam, signal }) =>
      apiGet("/matches", {
        tenant,
        query: { ...query, cursor: pageParam },
        output: listOf(Match),
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (last) => last.nextCursor ?? undefined,
  });

export const matchesOfPayoutQuery = (tenant: string, payoutId: string) =>
  queryOptions({
    queryKey: ["matches", tenant, "payout", payoutId],
    queryFn: ({ signal }) =>
      apiGet("/matches", { tenant, query: { payoutId, limit: 20 }, output: listOf(Match), signal }),
  });

/** Who may look after a row. */
export const workPeopleQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["work-people", tenant],
    queryFn: ({ signal }) => apiGet(`${BASE}/people`, { tenant, output: People, signal }),
    staleTime: FRESH_MS,
  });

export const patternsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["patterns", tenant],
    queryFn: ({ signal }) => apiGet(`${BASE}/patterns`, { tenant, output: Patterns, signal }),
  });

/** The firm's bank accounts, as many as a choice can offer. */
export const bankAccountsQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["bank-accounts", tenant, "choice"],
    queryFn: ({ signal }) =>
      apiGet("/bank-accounts", { tenant, query: { limit: 1_000 }, output: listOf(BankAccount), signal }),
    staleTime: FRESH_MS,
  });

export type LineSearch = Readonly<{ accountId: string; from?: string; to?: string; amount?: bigint }>;

/** Lines of an account, for whoever looks for one. */
export const lineSearchQuery = (tenant: string, { accountId, ...query }: LineSearch) =>
  queryOptions({
    queryKey: ["bank-lines", tenant, accountId, { ...query, amount: query.amount?.toString() }],
    queryFn: ({ signal }) =>
      apiGet(`/bank-accounts/${accountId}/lines`, {
        tenant,
        query: { ...query, limit: 200 },
        output: listOf(BankLine),
        signal,
      }),
  });

/** Amounts as JSON carries them. */
function wireOf({ lines, difference, ...rest }: MatchInput): unknown {
  return {
    ...rest,
    lines: lines.map(({ id, amount }) => ({ id, ...(amount !== undefined && { amount: Number(amount) }) })),
    ...(difference !== undefined && { difference: { ...difference, amount: Number(difference.amount) } }),
  };
}

const ACCEPTED_AT_ONCE = 500;

/** What can be done. Each throws: ProblemError; 409 says that somebody else was faster. */
export const reconcileActs = {
  /** Any number, in as many requests as it takes. */
  accept: async (tenant: string, ids: readonly string[]): Promise<AcceptedWork> => {
    const all: AcceptedWork = { matches: [], gone: [] };
    for (let at = 0; at < ids.length; at += ACCEPTED_AT_ONCE) {
      const body = { ids: ids.slice(at, at + ACCEPTED_AT_ONCE) };
      const { matches, gone } = AcceptedWork.parse(await apiPost(`${BASE}/accept`, { tenant, body }));
      all.matches.push(...matches);
      all.gone.push(...gone);
    }
    return all;
  },
  reject: (tenant: string, body: PairInput) => apiPost(`${BASE}/reject`, { tenant, body }),
  unreject: (tenant: string, body: PairInput) => apiPost(`${BASE}/unreject`, { tenant, body }),
  match: async (tenant: string, input: MatchInput) =>
    MatchMade.parse(await apiPost("/matches", { tenant, body: wireOf(input) })),
  undo: (tenant: string, id: string, reason?: string) =>
    apiPost(`/matches/${id}/undo`, { tenant, body: { ...(reason !== undefined && { reason }) } }),
  learn: async (tenant: string, body: LearnInput) =>
    Learnt.parse(await apiPost(`${BASE}/learn`, { tenant, body })),
  revoke: (tenant: string, id: string) => apiPost(`${BASE}/patterns/${id}/revoke`, { tenant }),
  note: (tenant: string, body: WorkNoteInput) => apiPost(`${BASE}/note`, { tenant, body }),
  setLineKind: (tenant: string, id: string, kind: "settlement" | "ignored") =>
    apiPost(`/bank-lines/${id}/kind`, { tenant, body: { kind } }),
  /** The ids of the matches that stand for it, one a payout. */
  attest: async (
    tenant: string,
    body: Readonly<{ payoutIds: readonly string[]; receivedOn: string; reason?: string }>,
  ) => Attested.parse(await apiPost("/payouts/attest", { tenant, body })).ids,
} as const;

/** What a decision makes old, beside the list of work itself. */
export async function invalidateWork(client: QueryClient, tenant: string): Promise<void> {
  const names = [
    "work-counts",
    "matches",
    "patterns",
    "payouts",
    "payout",
    "issues",
    "overview",
    "bank-lines",
  ];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}
