import { NoInput } from "@/lib/contracts/inputs";
import { listPeople } from "@/lib/services/onboarding/ignore-ledgers";
import { People } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/people", {
  input: NoInput,
  output: People,
  run: listPeople,
});
