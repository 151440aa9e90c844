import { HeldPayers, HeldPayersInput } from "@/lib/contracts/persons";
import { route } from "@/lib/server/route";
import { listHeldPayers } from "@/lib/services/persons/reveal-payer";

export const GET = route("GET /api/v1/ledgers/[id]/payers", {
  input: HeldPayersInput,
  output: HeldPayers,
  run: async (ctx, input) => ({ items: [...(await listHeldPayers(ctx, input))] }),
});
