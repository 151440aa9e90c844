import { createHash, randomBytes } from "node:crypto";

const SECRET_BYTES = 32;
/** Crockford's base32: no letter looks like a digit, and none spells a word with another. */
const ALPHABET = "0123456789abcdefghjkmnpqrstvwxyz";
const CODE_LENGTH = 16;
const GROUP = 4;

/** A secret for a link or a cookie: 256 random bits, safe in an address. */
export function newSecretText(): string {
  return randomBytes(SECRET_BYTES).toString("base64url");
}

/** What is stored of a random secret. It cannot be guessed, so a plain hash is enough. */
export function hashSecretText(text: string): Uint8Array {
  return createHash("sha256").update(text).digest();
}

/** A code for people to keep on paper: 80 random bits as `xxxx-xxxx-xxxx-xxxx`. */
export function newPaperCode(): string {
  const letters = [...randomBytes(CODE_LENGTH)]
    .map((byte) => ALPHABET.charAt(byte % ALPHABET.length))
    .join("");
  return (letters.match(new RegExp(`.{${String(GROUP)}}`, "g")) ?? []).join("-");
}

/** What is stored of such a code, however it was typed: capitals, spaces, an O for a zero. */
export function hashPaperCode(typed: string): Uint8Array {
  const letters = typed.toLowerCase().replaceAll(/[\s-]/g, "").replaceAll("o", "0").replaceAll(/[il]/g, "1");
  return hashSecretText(letters);
}
