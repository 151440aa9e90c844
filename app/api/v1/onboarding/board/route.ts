import { BoardCard, BoardQuery } from "@/lib/contracts/onboarding";
import { listRoute } from "@/lib/server/route";
import { listBoard } from "@/lib/services/onboarding/list-board";

export const GET = listRoute("GET /api/v1/onboarding/board", {
  input: BoardQuery,
  item: BoardCard,
  run: listBoard,
});
