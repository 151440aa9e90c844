import { NoInput } from "@/lib/contracts/inputs";
import { People } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";
import { listPeopleForIssues } from "@/lib/services/issues/count-issues";

export const GET = route("GET /api/v1/issues/people", {
  input: NoInput,
  output: People,
  run: listPeopleForIssues,
});
