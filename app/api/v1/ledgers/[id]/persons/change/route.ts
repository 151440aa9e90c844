import { KeepPersonsInput, PersonSetting } from "@/lib/contracts/persons";
import { route } from "@/lib/server/route";
import { getPersonSetting } from "@/lib/services/persons/list-person-settings";
import { changePersons } from "@/lib/services/persons/turn-on-persons";

export const POST = route("POST /api/v1/ledgers/[id]/persons/change", {
  input: KeepPersonsInput,
  output: PersonSetting,
  run: async (ctx, input) => {
    await changePersons(ctx, input);
    return getPersonSetting(ctx, input);
  },
});
