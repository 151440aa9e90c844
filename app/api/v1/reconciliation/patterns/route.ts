import { NoInput } from "@/lib/contracts/inputs";
import { Patterns } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { listPatternsOfFirm } from "@/lib/services/reconciliation/learn-pattern";

export const GET = route("GET /api/v1/reconciliation/patterns", {
  input: NoInput,
  output: Patterns,
  run: listPatternsOfFirm,
});
