import { createHash, hash } from "node:crypto";

/** SHA-256 of a text, as 64 hex digits. */
export function hashHex(text: string): string {
  return hash("sha256", text, "hex");
}

/** SHA-256 of bytes in pieces, as 64 hex digits. */
export function hashBytesHex(pieces: readonly Uint8Array[]): string {
  const digest = createHash("sha256");
  for (const piece of pieces) digest.update(piece);
  return digest.digest("hex");
}
