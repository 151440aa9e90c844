import { ById } from "@/lib/contracts/inputs";
import { Done } from "@/lib/contracts/members";
import { route } from "@/lib/server/route";
import { resendInvitation } from "@/lib/services/invitations/change-invitation";

export const POST = route("POST /api/v1/invitations/[id]/resend", {
  input: ById,
  output: Done,
  run: resendInvitation,
});
