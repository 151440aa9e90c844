import { diagnoseLedger } from "@/lib/services/onboarding/diagnose-ledger";
import { Diagnosis, DiagnosisQuery } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/diagnosis", {
  input: DiagnosisQuery,
  output: Diagnosis,
  run: (ctx, query) => diagnoseLedger(ctx, query),
});
