import { createHash, randomBytes } from "node:crypto";

const PREFIX = "avst_";
const TOKEN_BYTES = 32;

/** A new token: its prefix lets scanners of leaked secrets know it. */
export function newToken(): string {
  return `${PREFIX}${randomBytes(TOKEN_BYTES).toString("base64url")}`;
}

/** What is stored of a token. It is 256 random bits: a plain hash is enough. */
export function hashToken(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/** False for a text that cannot be a token, so that nothing is looked up for it. */
export function isTokenText(text: string): boolean {
  return text.startsWith(PREFIX) && text.length < 100;
}
