import { AssignInput } from "@/lib/contracts/issues";
import { Issue } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { assignIssue } from "@/lib/services/issues/change-issue";

export const POST = route("POST /api/v1/issues/[id]/assign", {
  input: AssignInput,
  output: Issue,
  run: assignIssue,
});
