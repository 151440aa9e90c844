import { ById } from "@/lib/contracts/inputs";
import { Done } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { removeMember } from "@/lib/services/members/remove-member";

export const POST = route("POST /api/v1/members/[id]/remove", {
  input: ById,
  output: Done,
  run: removeMember,
});
