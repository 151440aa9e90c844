import { NoInput } from "@/lib/contracts/inputs";
import { KeysList, KeysOnFile, SetKeysInput } from "@/lib/contracts/settings";
import { route } from "@/lib/server/route";
import { giveKeys } from "@/lib/services/keys/give-keys";
import { listStoredKeys } from "@/lib/services/keys/list-stored-keys";

export const GET = route("GET /api/v1/keys", {
  input: NoInput,
  output: KeysList,
  run: (ctx) => listStoredKeys(ctx),
});

export const POST = route("POST /api/v1/keys", { input: SetKeysInput, output: KeysOnFile, run: giveKeys });
