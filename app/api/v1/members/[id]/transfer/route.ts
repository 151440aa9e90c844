import { Done, TransferInput } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { transferOwnership } from "@/lib/services/members/transfer-ownership";

export const POST = route("POST /api/v1/members/[id]/transfer", {
  input: TransferInput,
  output: Done,
  run: transferOwnership,
});
