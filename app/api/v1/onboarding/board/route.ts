import { BoardCard, BoardQuery } from "@/lib/contracts/onboarding";
import { pageRoute } from "@/lib/server/route";
import { listBoard } from "@/lib/services/onboarding/list-board";

export const GET = pageRoute("GET /api/v1/onboarding/board", {
  input: BoardQuery,
  item: BoardCard,
  run: listBoard,
});
