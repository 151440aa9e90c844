import { ById } from "@/lib/contracts/inputs";
import { Issue } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { unsnoozeIssue } from "@/lib/services/issues/change-issue";

export const POST = route("POST /api/v1/issues/[id]/unsnooze", {
  input: ById,
  output: Issue,
  run: unsnoozeIssue,
});
