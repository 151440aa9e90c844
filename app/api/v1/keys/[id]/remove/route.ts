import { KeysRemoved, RemoveKeysInput } from "@/lib/contracts/settings";
import { route } from "@/lib/server/route";
import { removeKeys } from "@/lib/services/keys/remove-keys";

export const POST = route("POST /api/v1/keys/[id]/remove", {
  input: RemoveKeysInput,
  output: KeysRemoved,
  run: removeKeys,
});
