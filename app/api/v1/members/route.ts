import { Member, MembersQuery } from "@/lib/contracts/members";
import { listRoute } from "@/lib/server/route";
import { listMembers } from "@/lib/services/members/list-members";

export const GET = listRoute("GET /api/v1/members", { input: MembersQuery, item: Member, run: listMembers });
