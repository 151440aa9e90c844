import { IssueCounts, IssueCountsQuery } from "@/lib/contracts/issues";
import { route } from "@/lib/server/route";
import { countIssues } from "@/lib/services/issues/count-issues";

export const GET = route("GET /api/v1/issues/counts", {
  input: IssueCountsQuery,
  output: IssueCounts,
  run: countIssues,
});
