import { NoInput } from "@/lib/contracts/inputs";
import { SyncProgress } from "@/lib/contracts/overview";
import { route } from "@/lib/server/route";
import { getSyncProgress } from "@/lib/services/overview/get-sync-progress";

export const GET = route("GET /api/v1/sync-progress", {
  input: NoInput,
  output: SyncProgress,
  run: getSyncProgress,
});
