import { KeysTrial, TryKeysInput } from "@/lib/contracts/settings";
import { route } from "@/lib/server/route";
import { tryKeys } from "@/lib/services/keys/try-keys";

export const POST = route("POST /api/v1/keys/trial", {
  input: TryKeysInput,
  output: KeysTrial,
  run: (ctx, input) => tryKeys(ctx, input),
});
