import { BulkIssuesInput, IssueChanges } from "@/lib/contracts/issues";
import { route } from "@/lib/server/route";
import { changeIssues } from "@/lib/services/issues/change-issues";

export const POST = route("POST /api/v1/issues/bulk", {
  input: BulkIssuesInput,
  output: IssueChanges,
  run: changeIssues,
});
