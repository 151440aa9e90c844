import { PASSWORD_MAX } from "@/lib/domain/access/password-rules";
import { isPassword } from "@/lib/platform/password";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { refuse } from "@/lib/services/identity/refuse";
import { findProofs } from "@/lib/store/account";
import type { AccountProofs } from "@/lib/store/account";
import { withSystem } from "@/lib/store/system";

/**
 * Asks the signed-in person for the password again, before what an open session alone must not do. Throws:
 * unauthenticated, invalid_input.
 */
export async function provePassword(ctx: AccountContext, password: string): Promise<AccountProofs> {
  const proofs = signedIn(
    await withSystem(ctx.database, (tx) => findProofs(tx, ctx.sessionId, ctx.clock.nowMs())),
  );
  if (proofs.passwordHash === undefined) throw refuse("password-none");
  if (password.length > PASSWORD_MAX || !(await isPassword(proofs.passwordHash, password)))
    throw refuse("password-wrong");
  return proofs;
}
