import { HOUR_MS } from "@/lib/core/clock";
import { AppError } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import type { UserId } from "@/lib/core/ids";
import { hashPassword, isPassword } from "@/lib/platform/password";
import type { Services } from "@/lib/services/context";
import { findSignIn, openSession } from "@/lib/store/identity";
import { withSystem } from "@/lib/store/system";

const SESSION_MS = 12 * HOUR_MS;
const PASSWORD_MAX = 200;

/**
 * Signs a person in, and opens a session of 12 hours. An unknown e-mail and a wrong password look and last the
 * same. Throws: unauthenticated.
 */
export async function signIn(
  services: Pick<Services, "database" | "clock">,
  input: Readonly<{ email: string; password: string; device: string; address: string }>,
): Promise<Readonly<{ sessionId: string; userId: UserId }>> {
  const email = input.email.trim().toLowerCase();
  const found = await withSystem(services.database, (tx) => findSignIn(tx, email));
  const isRight =
    input.password.length <= PASSWORD_MAX &&
    (await isPassword(found?.passwordHash ?? (await nobodysHash()), input.password));
  if (found === undefined || !isRight) {
    throw new AppError("unauthenticated", "the e-mail or the password is wrong");
  }
  const nowMs = services.clock.nowMs();
  const sessionId = newId<"session">(nowMs);
  await withSystem(services.database, (tx) =>
    openSession(tx, {
      id: sessionId,
      userId: found.userId,
      openedAtMs: nowMs,
      expiresAtMs: nowMs + SESSION_MS,
      device: input.device,
      address: input.address,
    }),
  );
  return { sessionId, userId: found.userId };
}

let nobody: Promise<string> | undefined;

/** What is verified when nobody has the e-mail, so that it takes as long. */
function nobodysHash(): Promise<string> {
  nobody ??= hashPassword("nobody has this password");
  return nobody;
}
