import { ChangeMemberInput, Member } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { changeMember } from "@/lib/services/members/change-member";

export const POST = route("POST /api/v1/members/[id]/change", {
  input: ChangeMemberInput,
  output: Member,
  run: changeMember,
});
