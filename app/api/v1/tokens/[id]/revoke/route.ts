import { ById } from "@/lib/contracts/inputs";
import { ApiToken } from "@/lib/contracts/settings";
import { route } from "@/lib/server/route";
import { revokeToken } from "@/lib/services/tokens/revoke-token";

export const POST = route("POST /api/v1/tokens/[id]/revoke", {
  input: ById,
  output: ApiToken,
  run: revokeToken,
});
