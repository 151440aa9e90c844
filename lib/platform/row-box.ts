import { createCipheriv, createDecipheriv, randomBytes } from "node:crypto";

import { AppError } from "@/lib/core/errors";
import { invariant } from "@/lib/core/invariant";

const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const VERSION = "row-v1";

/** What a row is sealed to: every part of its key. A sealed row opens nowhere else. */
export type RowPlace = readonly string[];

/** Encryption of many rows with one data key, which is itself sealed elsewhere (lib/platform/secret-box.ts). */
export type RowBox = Readonly<{
  /** Nonce, ciphertext and tag, as hex. */
  seal: (plaintext: string, place: RowPlace) => string;
  /** Throws: invariant_broken, when the row was changed, or was sealed for another place or with another key. */
  open: (sealedHex: string, place: RowPlace) => string;
}>;

/** A new data key, in base64: sealed before it is stored. */
export function newDataKey(): string {
  return randomBytes(KEY_BYTES).toString("base64");
}

/** Seals and opens rows with a data key (base64). A random nonce a row: one key is good for billions of them. */
export function createRowBox(dataKey: string): RowBox {
  const key = Buffer.from(dataKey, "base64");
  invariant(key.length === KEY_BYTES, "a data key has 32 bytes");
  return {
    seal: (plaintext, place) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bind(place));
      const body = Buffer.concat([cipher.update(plaintext, "utf8"), cipher.final()]);
      return Buffer.concat([nonce, body, cipher.getAuthTag()]).toString("hex");
    },
    open: (sealedHex, place) => {
      const box = Buffer.from(sealedHex, "hex");
      try {
        const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, NONCE_BYTES), {
          authTagLength: TAG_BYTES,
        });
        decipher.setAAD(bind(place)).setAuthTag(box.subarray(-TAG_BYTES));
        const body = box.subarray(NONCE_BYTES, -TAG_BYTES);
        return Buffer.concat([decipher.update(body), decipher.final()]).toString("utf8");
      } catch (error) {
        throw new AppError("invariant_broken", "a sealed row was changed, or belongs to another place", {
          cause: error,
        });
      }
    },
  };
}

/** JSON, so that no two places read as one. */
function bind(place: RowPlace): Buffer {
  return Buffer.from(JSON.stringify([VERSION, ...place]));
}
