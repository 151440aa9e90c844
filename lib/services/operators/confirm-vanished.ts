import { AppError } from "@/lib/core/errors";
import type { CredentialId } from "@/lib/core/ids";
import { actOf } from "@/lib/services/operators/context";
import type { OperatorContext } from "@/lib/services/operators/context";
import { confirmHold } from "@/lib/store/operator-acts";
import { withSystem } from "@/lib/store/system";

/**
 * Says, with a reason, that the grants of a hold on the installation's own keys are gone: the next list, which is
 * asked for at once, may end what it lacks. Throws: not_found (no operator), conflict (there is no hold any more).
 */
export async function confirmVanishedLedgers(
  ctx: OperatorContext,
  input: Readonly<{ credentialId: string; reason: string }>,
): Promise<void> {
  const done = await withSystem(ctx.database, (tx) =>
    confirmHold(tx, actOf(ctx), { credential: input.credentialId as CredentialId, reason: input.reason }),
  );
  if (!done) {
    throw new AppError(
      "conflict",
      "nothing is held any more: the ledgers are back, or somebody has confirmed it",
    );
  }
}
