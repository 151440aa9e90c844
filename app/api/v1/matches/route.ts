import { Match, MatchesQuery, MatchInput, MatchMade } from "@/lib/contracts/reconciliation";
import { pageRoute, route } from "@/lib/server/route";
import { listMatchesOf } from "@/lib/services/reconciliation/list-matches";
import { matchByHand } from "@/lib/services/reconciliation/make-match";

export const GET = pageRoute("GET /api/v1/matches", {
  input: MatchesQuery,
  item: Match,
  run: listMatchesOf,
});

export const POST = route("POST /api/v1/matches", {
  input: MatchInput,
  output: MatchMade,
  run: matchByHand,
});
