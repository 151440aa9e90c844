import { importGrants } from "@/lib/services/onboarding/import-grants";
import { ImportInput, Imported } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route("POST /api/v1/onboarding/expected/import", {
  input: ImportInput,
  output: Imported,
  run: importGrants,
});
