import { Accepted, AcceptInput } from "@/lib/contracts/members";
import { openRoute } from "@/lib/server/open-route";
import { acceptInvitation } from "@/lib/services/invitations/accept-invitation";

export const POST = openRoute({
  input: AcceptInput,
  output: Accepted,
  run: ({ services, sessionId, origin }, input) =>
    acceptInvitation(services, { ...input, sessionId, origin }),
});
