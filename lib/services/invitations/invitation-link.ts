import { createHash, randomBytes } from "node:crypto";

import { DAY_MS } from "@/lib/core/clock";

const LINK_BYTES = 32;
const LINK = /^[A-Za-z0-9_-]{43}$/;

/** How long the link of a letter works. */
export const INVITATION_DAYS = 7;
export const INVITATION_MS = INVITATION_DAYS * DAY_MS;

/** What opens an invitation, and what is stored of it: 256 random bits need no more than a plain hash. */
export function newLink(): Readonly<{ token: string; hash: Uint8Array }> {
  const token = randomBytes(LINK_BYTES).toString("base64url");
  return { token, hash: hashLink(token) };
}

export function hashLink(token: string): Uint8Array {
  return createHash("sha256").update(token).digest();
}

/** False for a text that cannot be of a link, so that nothing is looked up for it. */
export function isLink(token: string): boolean {
  return LINK.test(token);
}
