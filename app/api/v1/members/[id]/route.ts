import { ById } from "@/lib/contracts/inputs";
import { Member } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { getMember } from "@/lib/services/members/list-members";

export const GET = route("GET /api/v1/members/[id]", { input: ById, output: Member, run: getMember });
