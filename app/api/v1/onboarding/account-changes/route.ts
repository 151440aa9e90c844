import { listAccountChanges } from "@/lib/services/onboarding/list-board";
import { AccountChanges, AccountChangesQuery } from "@/lib/contracts/onboarding";
import { route } from "@/lib/server/route";

export const GET = route("GET /api/v1/onboarding/account-changes", {
  input: AccountChangesQuery,
  output: AccountChanges,
  run: listAccountChanges,
});
