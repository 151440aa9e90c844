import { Payer, PayerInput } from "@/lib/contracts/persons";
import { route } from "@/lib/server/route";
import { revealPayer } from "@/lib/services/persons/reveal-payer";

export const POST = route("POST /api/v1/ledgers/[id]/payer", {
  input: PayerInput,
  output: Payer,
  run: revealPayer,
});
