import { NoInput } from "@/lib/contracts/inputs";
import { countBoard } from "@/lib/services/onboarding/list-board";
import { BoardCounts } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/counts", {
  input: NoInput,
  output: BoardCounts,
  run: countBoard,
});
