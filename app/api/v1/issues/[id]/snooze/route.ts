import { SnoozeInput } from "@/lib/contracts/issues";
import { Issue } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { snoozeIssue } from "@/lib/services/issues/change-issue";

export const POST = route("POST /api/v1/issues/[id]/snooze", {
  input: SnoozeInput,
  output: Issue,
  run: snoozeIssue,
});
