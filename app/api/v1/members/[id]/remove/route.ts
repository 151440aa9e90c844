import { Done, RemoveMemberInput } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { removeMember } from "@/lib/services/members/remove-member";

export const POST = route("POST /api/v1/members/[id]/remove", {
  input: RemoveMemberInput,
  output: Done,
  run: removeMember,
});
