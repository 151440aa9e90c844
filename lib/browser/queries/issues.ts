import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import type { IssuesQuery } from "@/lib/contracts/queries";
import { Issue } from "@/lib/contracts/shapes";
import { listOf } from "@/lib/contracts/wire";

const REFRESH_MS = 30_000;

export const issuesQuery = (tenant: string, query: IssuesQuery) =>
  queryOptions({
    queryKey: ["issues", tenant, query],
    queryFn: ({ signal }) => apiGet("/issues", { tenant, query, output: listOf(Issue), signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

export const issueQuery = (tenant: string, id: string) =>
  queryOptions({
    queryKey: ["issue", tenant, id],
    queryFn: ({ signal }) => apiGet(`/issues/${id}`, { tenant, output: Issue, signal }),
    refetchInterval: REFRESH_MS,
  });

/** Ends an issue with a reason; the issue as it then stands. Throws: ProblemError. */
export async function acknowledgeIssue(tenant: string, id: string, reason: string): Promise<Issue> {
  return Issue.parse(await apiPost(`/issues/${id}/acknowledge`, { tenant, body: { reason } }));
}

/** What the end of an issue makes old. */
export async function invalidateIssues(client: QueryClient, tenant: string): Promise<void> {
  const names = ["issue", "issues", "overview", "merchants", "merchant", "ledger", "ledger-days"];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}
