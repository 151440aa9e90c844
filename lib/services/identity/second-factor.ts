import { newId } from "@/lib/core/ids";
import { hashPaperCode, newPaperCode } from "@/lib/platform/one-time-secret";
import { newTotpSecret, totpStep, totpUri } from "@/lib/platform/totp";
import { signedIn } from "@/lib/services/identity/account-context";
import type { AccountContext } from "@/lib/services/identity/account-context";
import { postNotice } from "@/lib/services/identity/post-notice";
import { provePassword } from "@/lib/services/identity/prove-password";
import { refuse } from "@/lib/services/identity/refuse";
import { ringMail } from "@/lib/services/mail/ring-mail";
import { findProofs } from "@/lib/store/account";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  replaceRecoveryCodes,
} from "@/lib/store/second-factor";
import { withSystem } from "@/lib/store/system";

const RECOVERY_CODES = 10;

/** What the secret is sealed to: its person, and this use. On another row it does not open. */
export function factorSecret(userId: string): Readonly<{ owner: string; purpose: string }> {
  return { owner: userId, purpose: "second-factor" };
}

/**
 * A new secret for the app, as text and as the address that its QR code holds. It counts once a code confirms it.
 * Throws: unauthenticated, invalid_input (the password), conflict (it is on already).
 */
export async function newSecondFactor(
  ctx: AccountContext,
  input: Readonly<{ password: string }>,
): Promise<Readonly<{ key: string; uri: string }>> {
  const proofs = await provePassword(ctx, input.password);
  const key = newTotpSecret();
  const sealed = ctx.secrets.seal(key, factorSecret(proofs.userId));
  const isMade = await withSystem(ctx.database, (tx) =>
    beginSecondFactor(tx, ctx.sessionId, sealed, ctx.clock.nowMs()),
  );
  if (!isMade) throw refuse("second-factor-on");
  return { key, uri: totpUri(key, proofs.email) };
}

/**
 * Turns the second factor on. Other sessions are closed: they were opened without it. The recovery codes are returned
 * here and never again. Throws: unauthenticated, invalid_input (the code), conflict.
 */
export async function turnOnSecondFactor(
  ctx: AccountContext,
  input: Readonly<{ code: string }>,
): Promise<Readonly<{ recoveryCodes: readonly string[]; sessionId: string }>> {
  const nowMs = ctx.clock.nowMs();
  const proofs = signedIn(await withSystem(ctx.database, (tx) => findProofs(tx, ctx.sessionId, nowMs)));
  const sealed = proofs.secretSealed;
  if (proofs.isConfirmed) throw refuse("second-factor-on");
  if (sealed === undefined) throw refuse("second-factor-off");
  const secret = ctx.secrets.open(sealed, factorSecret(proofs.userId));
  const step = totpStep(secret, input.code.replaceAll(/\s/g, ""), nowMs);
  if (step === undefined) throw refuse("code-wrong");
  const recoveryCodes = newRecoveryCodes();
  const newSessionId = newId<"session">(nowMs);
  await withSystem(ctx.database, async (tx) => {
    const isOn = await confirmSecondFactor(tx, {
      sessionId: ctx.sessionId,
      secretSealed: sealed,
      step,
      codeHashes: recoveryCodes.map(hashPaperCode),
      newSessionId,
      nowMs,
    });
    if (!isOn) throw refuse("second-factor-on");
    await postNotice(tx, ctx, { ...proofs, name: "second-factor-on-notice" });
  });
  await ringMail(ctx);
  return { recoveryCodes, sessionId: newSessionId };
}

/** Turns it off. Throws: unauthenticated, invalid_input (the password), conflict (it is off). */
export async function turnOffSecondFactor(
  ctx: AccountContext,
  input: Readonly<{ password: string }>,
): Promise<void> {
  const proofs = await provePassword(ctx, input.password);
  await withSystem(ctx.database, async (tx) => {
    if (!(await endSecondFactor(tx, ctx.sessionId, ctx.clock.nowMs()))) throw refuse("second-factor-off");
    await postNotice(tx, ctx, { ...proofs, name: "second-factor-off-notice" });
  });
  await ringMail(ctx);
}

/** Ten new recovery codes; the old ones are void. Throws: unauthenticated, invalid_input (the password), conflict. */
export async function renewRecoveryCodes(
  ctx: AccountContext,
  input: Readonly<{ password: string }>,
): Promise<Readonly<{ recoveryCodes: readonly string[] }>> {
  const proofs = await provePassword(ctx, input.password);
  const recoveryCodes = newRecoveryCodes();
  await withSystem(ctx.database, async (tx) => {
    const hashes = recoveryCodes.map(hashPaperCode);
    if (!(await replaceRecoveryCodes(tx, ctx.sessionId, hashes, ctx.clock.nowMs())))
      throw refuse("second-factor-off");
    await postNotice(tx, ctx, { ...proofs, name: "recovery-codes-notice" });
  });
  await ringMail(ctx);
  return { recoveryCodes };
}

function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, newPaperCode);
}
