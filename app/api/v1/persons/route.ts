import { PersonSetting, PersonsQuery } from "@/lib/contracts/persons";
import { pageRoute } from "@/lib/server/route";
import { listPersonSettings } from "@/lib/services/persons/list-person-settings";

export const GET = pageRoute("GET /api/v1/persons", {
  input: PersonsQuery,
  item: PersonSetting,
  run: listPersonSettings,
});
