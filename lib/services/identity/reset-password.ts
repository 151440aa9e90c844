import { MINUTE_MS } from "@/lib/core/clock";
import { hashSecretText, newSecretText } from "@/lib/platform/one-time-secret";
import { hashPassword } from "@/lib/platform/password";
import type { Services } from "@/lib/services/context";
import { checkPassword } from "@/lib/services/identity/check-password";
import { postNotice } from "@/lib/services/identity/post-notice";
import { refuse } from "@/lib/services/identity/refuse";
import type { Visitor } from "@/lib/services/identity/visitor";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { beginPasswordReset, findMailLink, finishPasswordReset } from "@/lib/store/mail-tokens";
import { withSystem } from "@/lib/store/system";

/** How long a link by mail works. */
export const LINK_MINUTES = 30;

/** Undoes the transaction of a request that nobody's e-mail is behind. */
class Nobody extends Error {
  override readonly name = "Nobody";
}

/**
 * Mails a link for a new password, if somebody has this e-mail. The answer and the work are the same when nobody has:
 * the letter is written all the same, and taken back.
 */
export async function requestPasswordReset(
  services: Services,
  input: Visitor & Readonly<{ email: string }>,
): Promise<void> {
  const email = input.email.trim().toLowerCase();
  const secret = newSecretText();
  const nowMs = services.clock.nowMs();
  const work = withSystem(services.database, async (tx) => {
    const person = await beginPasswordReset(tx, email, {
      hash: hashSecretText(secret),
      nowMs,
      expiresAtMs: nowMs + LINK_MINUTES * MINUTE_MS,
      device: input.device,
      address: input.address,
    });
    await postMail(tx, services, {
      to: person?.email ?? email,
      language: person?.language ?? "en",
      name: "password-reset",
      values: { link: `${services.publicUrl}/reset/${secret}`, minutes: String(LINK_MINUTES) },
    });
    if (person === undefined) throw new Nobody("nobody has this e-mail");
  });
  await work.catch((error: unknown) => {
    if (!(error instanceof Nobody)) throw error;
  });
  await ringMail(services);
}

/** Whether a link for a new password still works: for the page, which changes nothing by being opened. */
export async function isResetLink(
  services: Pick<Services, "database" | "clock">,
  token: string,
): Promise<boolean> {
  const link = await withSystem(services.database, (tx) =>
    findMailLink(tx, hashSecretText(token), "password-reset", services.clock.nowMs()),
  );
  return link !== undefined;
}

/**
 * Sets a new password by the link, which works once. Every session is closed; a second factor stays on. Throws:
 * not_found (the link), invalid_input (the password).
 */
export async function resetPassword(
  services: Services,
  input: Visitor & Readonly<{ token: string; newPassword: string }>,
): Promise<void> {
  const hash = hashSecretText(input.token);
  const nowMs = services.clock.nowMs();
  const link = await withSystem(services.database, (tx) => findMailLink(tx, hash, "password-reset", nowMs));
  if (link === undefined) throw refuse("link-gone");
  checkPassword(input.newPassword, link);
  const passwordHash = await hashPassword(input.newPassword);
  await withSystem(services.database, async (tx) => {
    const person = await finishPasswordReset(tx, {
      hash,
      passwordHash,
      nowMs,
      device: input.device,
      address: input.address,
    });
    if (person === undefined) throw refuse("link-gone");
    await postNotice(tx, services, { ...person, name: "password-changed-notice" });
  });
  await ringMail(services);
}
