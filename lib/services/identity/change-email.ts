import { MINUTE_MS } from "@/lib/core/clock";
import { isEmailAddress } from "@/lib/domain/access/email";
import { hashSecretText, newSecretText } from "@/lib/platform/one-time-secret";
import type { Services } from "@/lib/services/context";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { postNotice } from "@/lib/services/identity/post-notice";
import { provePassword } from "@/lib/services/identity/prove-password";
import { refuse } from "@/lib/services/identity/refuse";
import { LINK_MINUTES } from "@/lib/services/identity/reset-password";
import type { Visitor } from "@/lib/services/identity/visitor";
import { postMail } from "@/lib/services/mail/post-mail";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { beginEmailChange, findMailLink, finishEmailChange } from "@/lib/store/mail-tokens";
import { withSystem } from "@/lib/store/system";

/**
 * Mails a link to the new address, and a notice to the old one. The answer is the same when somebody has the address
 * already; then no link goes out. Throws: unauthenticated, invalid_input.
 */
export async function requestEmailChange(
  ctx: AccountContext,
  input: Readonly<{ password: string; email: string }>,
): Promise<void> {
  const email = input.email.trim().toLowerCase();
  if (!isEmailAddress(email)) throw refuse("email-invalid");
  const proofs = await provePassword(ctx, input.password);
  if (proofs.email === email) throw refuse("email-same");
  const secret = newSecretText();
  const nowMs = ctx.clock.nowMs();
  await withSystem(ctx.database, async (tx) => {
    const begun = await beginEmailChange(tx, ctx.sessionId, email, {
      hash: hashSecretText(secret),
      nowMs,
      expiresAtMs: nowMs + LINK_MINUTES * MINUTE_MS,
    });
    if (begun === undefined) signedIn(begun);
    if (begun === true) {
      await postMail(tx, ctx, {
        to: email,
        language: proofs.language,
        name: "email-change",
        values: { link: `${ctx.publicUrl}/account/email/${secret}`, minutes: String(LINK_MINUTES) },
      });
    }
    await postNotice(tx, ctx, { ...proofs, name: "email-change-notice", values: { email } });
  });
  await ringMail(ctx);
}

/** The address that a link would make the person's; undefined when the link does not work any more. */
export async function emailOfLink(
  services: Pick<Services, "database" | "clock">,
  token: string,
): Promise<string | undefined> {
  const link = await withSystem(services.database, (tx) =>
    findMailLink(tx, hashSecretText(token), "email-change", services.clock.nowMs()),
  );
  return link?.newEmail;
}

/**
 * Changes the address by the link, which works once; links that went to the old one are void. Throws: not_found (the
 * link, or somebody has the address meanwhile).
 */
export async function confirmEmailChange(
  services: Services,
  input: Visitor & Readonly<{ token: string }>,
): Promise<void> {
  await withSystem(services.database, async (tx) => {
    const changed = await finishEmailChange(tx, {
      hash: hashSecretText(input.token),
      nowMs: services.clock.nowMs(),
      device: input.device,
      address: input.address,
    });
    if (changed === undefined) throw refuse("link-gone");
    await postNotice(tx, services, {
      email: changed.oldEmail,
      language: changed.language,
      name: "email-changed-notice",
      values: { email: changed.newEmail },
    });
  });
  await ringMail(services);
}
