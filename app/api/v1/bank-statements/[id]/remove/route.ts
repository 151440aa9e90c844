import { FileRemoved } from "@/lib/contracts/bank-import";
import { ById } from "@/lib/contracts/inputs";
import { route } from "@/lib/server/route";
import { removeFile } from "@/lib/services/bank/remove-file";

export const POST = route("POST /api/v1/bank-statements/[id]/remove", {
  input: ById,
  output: FileRemoved,
  run: removeFile,
});
