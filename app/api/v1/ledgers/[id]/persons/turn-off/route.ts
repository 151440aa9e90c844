import { ById } from "@/lib/contracts/inputs";
import { PersonSetting } from "@/lib/contracts/persons";
import { route } from "@/lib/server/route";
import { getPersonSetting } from "@/lib/services/persons/list-person-settings";
import { turnOffPersons } from "@/lib/services/persons/turn-off-persons";

export const POST = route("POST /api/v1/ledgers/[id]/persons/turn-off", {
  input: ById,
  output: PersonSetting,
  run: async (ctx, input) => {
    await turnOffPersons(ctx, input);
    return getPersonSetting(ctx, input);
  },
});
