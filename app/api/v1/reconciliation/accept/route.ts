import { AcceptedWork, AcceptInput } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { acceptItems } from "@/lib/services/reconciliation/accept-items";

export const POST = route("POST /api/v1/reconciliation/accept", {
  input: AcceptInput,
  output: AcceptedWork,
  run: acceptItems,
});
