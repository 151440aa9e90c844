import { importGrants } from "@/lib/services/onboarding/import-grants";
import { ImportInput, Imported } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const POST = route({ input: ImportInput, output: Imported, run: importGrants });
