import { NoInput } from "@/lib/contracts/inputs";
import { People } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";
import { listWorkPeople } from "@/lib/services/reconciliation/note-work";

export const GET = route("GET /api/v1/reconciliation/people", {
  input: NoInput,
  output: People,
  run: listWorkPeople,
});
