import { Attested, AttestInput } from "@/lib/contracts/reconciliation";
import { route } from "@/lib/server/route";
import { attestReceipts } from "@/lib/services/reconciliation/attest-receipt";

export const POST = route("POST /api/v1/payouts/attest", {
  input: AttestInput,
  output: Attested,
  run: attestReceipts,
});
