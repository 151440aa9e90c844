import { hash } from "node:crypto";

/** SHA-256 of a text, as 64 hex digits. */
export function hashHex(text: string): string {
  return hash("sha256", text, "hex");
}
