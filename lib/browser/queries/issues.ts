import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";

import { apiGet, apiPost } from "@/lib/browser/api";
import { IssueChanges, IssueCounts } from "@/lib/contracts/issues";
import type { BulkIssuesInput, IssueCountsQuery } from "@/lib/contracts/issues";
import { People } from "@/lib/contracts/onboarding";
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

export const issueCountsQuery = (tenant: string, query: IssueCountsQuery) =>
  queryOptions({
    queryKey: ["issue-counts", tenant, query],
    queryFn: ({ signal }) => apiGet("/issues/counts", { tenant, query, output: IssueCounts, signal }),
    refetchInterval: REFRESH_MS,
    placeholderData: keepPreviousData,
  });

/** Members who may look after issues. */
export const issuePeopleQuery = (tenant: string) =>
  queryOptions({
    queryKey: ["issue-people", tenant],
    queryFn: ({ signal }) => apiGet("/issues/people", { tenant, output: People, signal }),
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

/** Puts issues off, or says who looks after them. Throws: ProblemError. */
export async function changeIssues(tenant: string, change: BulkIssuesInput): Promise<IssueChanges> {
  return IssueChanges.parse(await apiPost("/issues/bulk", { tenant, body: change }));
}

/** What the end of an issue makes old. */
export async function invalidateIssues(client: QueryClient, tenant: string): Promise<void> {
  const names = [
    "issue",
    "issues",
    "issue-counts",
    "overview",
    "merchants",
    "merchant",
    "ledger",
    "ledger-days",
  ];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}

/** What putting issues off, or giving them to somebody, makes old. */
export async function invalidateIssueLists(client: QueryClient, tenant: string): Promise<void> {
  const names = ["issue", "issues", "issue-counts"];
  await Promise.all(names.map((name) => client.invalidateQueries({ queryKey: [name, tenant] })));
}
