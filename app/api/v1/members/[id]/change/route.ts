import { ChangeMemberInput, Member } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { changeMember } from "@/lib/services/members/change-member";

export const POST = route({ input: ChangeMemberInput, output: Member, run: changeMember });
