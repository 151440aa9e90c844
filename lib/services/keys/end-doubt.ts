import type { CredentialId } from "@/lib/core/ids";
import type { ServiceContext } from "@/lib/services/context";
import { tellAdmins } from "@/lib/services/keys/tell-admins";
import { resolveIssue } from "@/lib/store/issues";
import type { TenantTx } from "@/lib/store/tenant";

/**
 * A token was given for keys that were in doubt: their issue ends, and the firm's owners and admins are told. False
 * when they were not in doubt. When true, ring `mail.send` after the transaction.
 */
export async function endDoubt(
  tx: TenantTx,
  ctx: Pick<ServiceContext, "secrets" | "clock" | "publicUrl">,
  keys: Readonly<{ id: CredentialId; clientId: string }>,
): Promise<boolean> {
  const isEnded = await resolveIssue(tx, {
    kind: "keys-rejected",
    subjectType: "credential",
    subjectId: keys.id,
    nowMs: ctx.clock.nowMs(),
    by: "system",
  });
  if (isEnded) await tellAdmins(tx, ctx, { name: "keys-proven-again", clientId: keys.clientId });
  return isEnded;
}
