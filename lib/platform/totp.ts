import { Secret, TOTP } from "otpauth";

const ISSUER = "Avstemt";
const SECRET_BYTES = 20;
const PERIOD_SECONDS = 30;
/** Codes of the step before and after are taken too: clocks of phones differ. */
const WINDOW = 1;

/** Codes that change with time (RFC 6238): six digits of SHA-1, 30 seconds each, as every app has them. */

/** A new secret, in base32, as people can type it into an app. */
export function newTotpSecret(): string {
  return new Secret({ size: SECRET_BYTES }).base32;
}

/** What a QR code holds for apps to read. */
export function totpUri(secret: string, account: string): string {
  return totpOf(secret, account).toString();
}

/** The time step that the code belongs to; undefined: it is wrong. */
export function totpStep(secret: string, code: string, nowMs: number): number | undefined {
  const delta = totpOf(secret).validate({ token: code, timestamp: nowMs, window: WINDOW });
  return delta === null ? undefined : Math.floor(nowMs / 1_000 / PERIOD_SECONDS) + delta;
}

/** The code of a moment: for tests and whoever plays the app. */
export function totpCode(secret: string, nowMs: number): string {
  return totpOf(secret).generate({ timestamp: nowMs });
}

function totpOf(secret: string, label = ""): TOTP {
  return new TOTP({ issuer: ISSUER, label, secret: Secret.fromBase32(secret), period: PERIOD_SECONDS });
}
