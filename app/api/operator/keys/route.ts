import { NoInput } from "@/lib/contracts/inputs";
import { KeysAnswer } from "@/lib/contracts/operators";
import { operatorRoute } from "@/lib/server/operator-route";
import { listKeys } from "@/lib/services/operators/list-keys";

export const GET = operatorRoute("GET /api/operator/keys", {
  input: NoInput,
  output: KeysAnswer,
  run: async (ctx) => ({ items: [...(await listKeys(ctx))] }),
});
