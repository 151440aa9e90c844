import { AcknowledgeInput, ById, NoInput } from "@/lib/contracts/inputs";
import * as i from "@/lib/contracts/issues";
import { IssuesQuery } from "@/lib/contracts/queries";

/** Operations of the issue list: a part of the table in operations.ts. */
export const ISSUE_OPERATIONS = [
  {
    method: "get",
    path: "/issues",
    summary: "What needs a person, gravest first",
    input: IssuesQuery,
    answer: { name: "Issue", isPage: true },
    hasCsv: true,
  },
  {
    method: "get",
    path: "/issues/counts",
    summary: "How many issues are open: mine, nobody's, put off, and by kind and severity",
    input: i.IssueCountsQuery,
    answer: { name: "IssueCounts", isPage: false },
  },
  {
    method: "get",
    path: "/issues/people",
    summary: "Members who may look after issues",
    input: NoInput,
    answer: { name: "People", isPage: false },
  },
  {
    method: "post",
    path: "/issues/bulk",
    summary: "Puts several issues off, or says who looks after them; what was resolved meanwhile is named",
    input: i.BulkIssuesInput,
    answer: { name: "IssueChanges", isPage: false },
  },
  {
    method: "get",
    path: "/issues/{id}",
    summary: "One issue",
    input: ById,
    answer: { name: "Issue", isPage: false },
  },
  {
    method: "post",
    path: "/issues/{id}/acknowledge",
    summary: "Ends an issue with a reason",
    input: AcknowledgeInput,
    answer: { name: "Issue", isPage: false },
  },
  {
    method: "post",
    path: "/issues/{id}/snooze",
    summary: "Puts an issue off until a date, at most 90 days ahead; it comes back by itself",
    input: i.SnoozeInput,
    answer: { name: "Issue", isPage: false },
  },
  {
    method: "post",
    path: "/issues/{id}/unsnooze",
    summary: "Brings an issue back that was put off",
    input: ById,
    answer: { name: "Issue", isPage: false },
  },
  {
    method: "post",
    path: "/issues/{id}/assign",
    summary: "Says who looks after an issue",
    input: i.AssignInput,
    answer: { name: "Issue", isPage: false },
  },
] as const;
