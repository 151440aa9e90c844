import { HOUR_MS, MINUTE_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import { PASSWORD_MAX } from "@/lib/domain/access/password-rules";
import { hashSecretText, newSecretText } from "@/lib/platform/one-time-secret";
import { hashPassword, isPassword } from "@/lib/platform/password";
import type { Services } from "@/lib/services/context";
import type { Visitor } from "@/lib/services/identity/visitor";
import { findSignIn, openSession } from "@/lib/store/identity";
import { openPending } from "@/lib/store/second-factor";
import { withSystem } from "@/lib/store/system";

/** However busy, a sign-in ends after so long; unused, earlier (installation.session_idle_limit). */
export const SIGN_IN_MS = 12 * HOUR_MS;
/** So long a right password waits for the second factor. */
export const PENDING_MS = 5 * MINUTE_MS;

/** A session is open; or the second factor is to be shown, and `pending` opens nothing but that question. */
export type SignInOutcome =
  | Readonly<{ kind: "open"; sessionId: string; userId: UserId }>
  | Readonly<{ kind: "second-factor"; pending: string }>;

/**
 * Signs a person in, and opens a session of 12 hours, or asks for the second factor. An unknown e-mail and a wrong
 * password look and last the same. Throws: unauthenticated.
 */
export async function signIn(
  services: Pick<Services, "database" | "clock">,
  input: Visitor & Readonly<{ email: string; password: string }>,
): Promise<SignInOutcome> {
  const email = input.email.trim().toLowerCase();
  const found = await withSystem(services.database, (tx) => findSignIn(tx, email));
  const isRight =
    input.password.length <= PASSWORD_MAX &&
    (await isPassword(found?.passwordHash ?? (await nobodysHash()), input.password));
  if (found?.passwordHash === undefined || !isRight) {
    throw new AppError("unauthenticated", "the e-mail or the password is wrong");
  }
  return letIn(services, { ...found, verifiedHash: found.passwordHash }, input);
}

/** Opens the session of somebody who has shown who they are, or asks for their second factor. */
export async function letIn(
  services: Pick<Services, "database" | "clock">,
  person: Readonly<{ userId: UserId; hasSecondFactor: boolean; verifiedHash?: string }>,
  visitor: Visitor,
): Promise<SignInOutcome> {
  const nowMs = services.clock.nowMs();
  if (person.hasSecondFactor) {
    const pending = newSecretText();
    await withSystem(services.database, (tx) =>
      openPending(tx, {
        hash: hashSecretText(pending),
        userId: person.userId,
        nowMs,
        expiresAtMs: nowMs + PENDING_MS,
      }),
    );
    return { kind: "second-factor", pending };
  }
  const sessionId = newId<"session">(nowMs);
  const isOpen = await withSystem(services.database, (tx) =>
    openSession(tx, {
      id: sessionId,
      userId: person.userId,
      openedAtMs: nowMs,
      expiresAtMs: nowMs + SIGN_IN_MS,
      device: visitor.device,
      address: visitor.address,
      verifiedHash: person.verifiedHash,
    }),
  );
  if (!isOpen) throw new AppError("unauthenticated", "the password was changed meanwhile");
  return { kind: "open", sessionId, userId: person.userId };
}

let nobody: Promise<string> | undefined;

/** What is verified when nobody has the e-mail, so that it takes as long. */
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword("nobody has this password");
  return nobody;
}
