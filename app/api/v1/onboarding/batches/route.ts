import { NoInput } from "@/lib/contracts/inputs";
import { listBatches, startBatch } from "@/lib/services/onboarding/start-batch";
import { Batch, BatchInput, Batches } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/batches", {
  input: NoInput,
  output: Batches,
  run: listBatches,
});

export const POST = route("POST /api/v1/onboarding/batches", {
  input: BatchInput,
  output: Batch,
  run: startBatch,
});
