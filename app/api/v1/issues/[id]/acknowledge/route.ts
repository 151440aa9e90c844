import { AcknowledgeInput } from "@/lib/contracts/inputs";
import { Issue } from "@/lib/contracts/shapes";
import { route } from "@/lib/server/route";
import { acknowledgeIssue } from "@/lib/services/issues/acknowledge-issue";

export const POST = route("POST /api/v1/issues/[id]/acknowledge", {
  input: AcknowledgeInput,
  output: Issue,
  run: acknowledgeIssue,
});
