import { DigestAnswer, DigestInput } from "@/lib/contracts/digest";
import { accountRoute } from "@/lib/server/account-route";
import { chooseDigest } from "@/lib/services/issues/own-digests";

export const POST = accountRoute("POST /api/account/digest", {
  input: DigestInput,
  output: DigestAnswer,
  run: chooseDigest,
});
