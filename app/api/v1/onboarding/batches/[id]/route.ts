import { ById } from "@/lib/contracts/inputs";
import { getBatch } from "@/lib/services/onboarding/start-batch";
import { Batch } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/batches/[id]", {
  input: ById,
  output: Batch,
  run: getBatch,
});
