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
import type { AccountProofs } from "@/lib/store/account";
import {
  beginSecondFactor,
  confirmSecondFactor,
  endSecondFactor,
  replaceRecoveryCodes,
} from "@/lib/store/second-factor";
import type { FactorOutcome, ShownFactor } from "@/lib/store/second-factor";
import { withSystem } from "@/lib/store/system";

const RECOVERY_CODES = 10;
const APP_CODE = /^\d{6}$/;

/** What the secret is sealed to: its person, and this use. On another row it does not open. */
export function factorSecret(userId: string): Readonly<{ owner: string; purpose: string }> {
  return { owner: userId, purpose: "second-factor" };
}

/** What somebody typed: a code of the app, or else a recovery code. Undefined: a code of the app that is wrong. */
export function readShownFactor(typed: string, secret: string, nowMs: number): ShownFactor | undefined {
  const code = typed.replaceAll(/\s/g, "");
  if (!APP_CODE.test(code)) return { kind: "recovery", hash: hashPaperCode(code) };
  const step = totpStep(secret, code, nowMs);
  return step === undefined ? undefined : { kind: "step", step };
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

type Both = Readonly<{ password: string; code: string }>;

/**
 * Turns it off. What guards the account is not taken away with the password alone: a code is asked for too, once.
 * Throws: unauthenticated, invalid_input (the password, the code), conflict (it is off).
 */
export async function turnOffSecondFactor(ctx: AccountContext, input: Both): Promise<void> {
  const { proofs, shown } = await proveBoth(ctx, input);
  await withSystem(ctx.database, async (tx) => {
    assertTaken(await endSecondFactor(tx, ctx.sessionId, shown, ctx.clock.nowMs()));
    await postNotice(tx, ctx, { ...proofs, name: "second-factor-off-notice" });
  });
  await ringMail(ctx);
}

/**
 * Ten new recovery codes; the old ones are void. Throws: unauthenticated, invalid_input (the password, the code),
 * conflict (it is off).
 */
export async function renewRecoveryCodes(
  ctx: AccountContext,
  input: Both,
): Promise<Readonly<{ recoveryCodes: readonly string[] }>> {
  const { proofs, shown } = await proveBoth(ctx, input);
  const recoveryCodes = newRecoveryCodes();
  await withSystem(ctx.database, async (tx) => {
    const codeHashes = recoveryCodes.map(hashPaperCode);
    assertTaken(
      await replaceRecoveryCodes(tx, ctx.sessionId, { shown, codeHashes, nowMs: ctx.clock.nowMs() }),
    );
    await postNotice(tx, ctx, { ...proofs, name: "recovery-codes-notice" });
  });
  await ringMail(ctx);
  return { recoveryCodes };
}

/** The password, and what was shown of the second factor; that it was not used before, the database says. */
async function proveBoth(
  ctx: AccountContext,
  { password, code }: Both,
): Promise<Readonly<{ proofs: AccountProofs; shown: ShownFactor }>> {
  const proofs = await provePassword(ctx, password);
  if (proofs.secretSealed === undefined || !proofs.isConfirmed) throw refuse("second-factor-off");
  const secret = ctx.secrets.open(proofs.secretSealed, factorSecret(proofs.userId));
  const shown = readShownFactor(code, secret, ctx.clock.nowMs());
  if (shown === undefined) throw refuse("code-wrong");
  return { proofs, shown };
}

function assertTaken(outcome: FactorOutcome): void {
  if (outcome === "off") throw refuse("second-factor-off");
  if (outcome === "refused") throw refuse("code-wrong");
}

function newRecoveryCodes(): readonly string[] {
  return Array.from({ length: RECOVERY_CODES }, newPaperCode);
}
