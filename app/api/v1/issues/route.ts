import { IssuesQuery } from "@/lib/contracts/queries";
import { Issue } from "@/lib/contracts/shapes";
import { listRoute } from "@/lib/server/route";
import { issuesFile } from "@/lib/services/exports/list-files";
import { listIssues } from "@/lib/services/issues/list-issues";

export const GET = listRoute("GET /api/v1/issues", {
  input: IssuesQuery,
  item: Issue,
  run: listIssues,
  csv: (ctx, query) => ({ name: "issues", chunks: issuesFile(ctx, query) }),
});
