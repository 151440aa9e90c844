import { ApiToken, CreateTokenInput, NewApiToken, TokensQuery } from "@/lib/contracts/settings";
import { listRoute, route } from "@/lib/server/route";
import { tokensFile } from "@/lib/services/exports/settings-files";
import { createToken } from "@/lib/services/tokens/create-token";
import { listTokens } from "@/lib/services/tokens/list-tokens";

export const GET = listRoute("GET /api/v1/tokens", {
  input: TokensQuery,
  item: ApiToken,
  run: listTokens,
  csv: (ctx, query) => ({ name: "tokens", chunks: tokensFile(ctx, query) }),
});

export const POST = route("POST /api/v1/tokens", {
  input: CreateTokenInput,
  output: NewApiToken,
  run: createToken,
});
