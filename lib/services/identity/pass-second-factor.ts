import { newId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import { hashSecretText } from "@/lib/platform/one-time-secret";
import type { Services } from "@/lib/services/context";
import { refuse } from "@/lib/services/identity/refuse";
import { factorSecret, readShownFactor } from "@/lib/services/identity/second-factor";
import { SIGN_IN_MS } from "@/lib/services/identity/sign-in";
import type { Visitor } from "@/lib/services/identity/visitor";
import { findPending, noteRefusedCode, passSecondFactor } from "@/lib/store/second-factor";
import { withSystem } from "@/lib/store/system";

/** Whose second factor is asked for: for counting attempts. Undefined: nothing is pending. */
export async function pendingPerson(
  services: Pick<Services, "database" | "clock">,
  pending: string,
): Promise<UserId | undefined> {
  const found = await withSystem(services.database, (tx) =>
    findPending(tx, hashSecretText(pending), services.clock.nowMs()),
  );
  return found?.userId;
}

/**
 * The second step of signing in: a code of the app or a recovery code, each once. Opens the session. Throws:
 * unauthenticated (nothing is pending: begin again), invalid_input (the code).
 */
export async function showSecondFactor(
  services: Pick<Services, "database" | "clock" | "secrets">,
  input: Visitor & Readonly<{ pending: string; code: string }>,
): Promise<Readonly<{ sessionId: string; userId: UserId }>> {
  const nowMs = services.clock.nowMs();
  const hash = hashSecretText(input.pending);
  const found = await withSystem(services.database, (tx) => findPending(tx, hash, nowMs));
  if (found === undefined) throw refuse("pending-gone");
  const secret = services.secrets.open(found.secretSealed, factorSecret(found.userId));
  const shown = readShownFactor(input.code, secret, nowMs);
  const sessionId = newId<"session">(nowMs);
  const isPassed =
    shown !== undefined &&
    (await withSystem(services.database, (tx) =>
      passSecondFactor(tx, {
        hash,
        shown,
        sessionId,
        nowMs,
        endsAtMs: nowMs + SIGN_IN_MS,
        device: input.device,
        address: input.address,
      }),
    ));
  if (!isPassed) {
    await withSystem(services.database, (tx) => noteRefusedCode(tx, hash, nowMs, input));
    throw refuse("code-wrong");
  }
  return { sessionId, userId: found.userId };
}
