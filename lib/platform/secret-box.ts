import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";

import { AppError } from "@/lib/core/errors";
import { present } from "@/lib/core/invariant";

export type EncryptionKey = Readonly<{ id: string; key: Uint8Array }>;

/** Who a secret belongs to and what it is for. Sealed in: a sealed text opens nowhere else. */
export type SecretContext = Readonly<{ owner: string; purpose: string }>;

export type SecretBox = Readonly<{
  seal: (plaintext: string, context: SecretContext) => string;
  /** Throws: invariant_broken, when the text was changed, belongs elsewhere, or its master key is gone. */
  open: (sealed: string, context: SecretContext) => string;
  /** True when another master key than the first one sealed it. */
  needsRotation: (sealed: string) => boolean;
  /** The same secret under the first master key: only its data key is wrapped anew. */
  reseal: (sealed: string, context: SecretContext) => string;
  /**
   * Eight hex digits by which people tell secrets apart: equal for equal secrets of one context. Keyed, so that it
   * says nothing to whoever tries secrets without the first master key, and short, so that it says little with it.
   */
  fingerprint: (plaintext: string, context: SecretContext) => string;
}>;

const VERSION = "v1";
const ALGORITHM = "aes-256-gcm";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FINGERPRINT_DIGITS = 8;

type Envelope = Readonly<{ keyId: string; wrappedKey: Buffer; content: Buffer }>;

/**
 * Envelope encryption for secrets at rest: every secret has a random key of its own, and that key is wrapped
 * with a master key. The text is `v1.<master key's id>.<wrapped data key>.<content>`; the first master key
 * seals, all open.
 */
export function createSecretBox(keys: readonly EncryptionKey[]): SecretBox {
  const first = present(keys[0], "the first of ENCRYPTION_KEYS");
  const byId = new Map(keys.map((key) => [key.id, key]));
  // A key of its own: what is printed must not come from the key that seals.
  const fingerprintKey = Buffer.from(hkdfSync("sha256", first.key, "", "avstemt fingerprint", KEY_BYTES));

  function unwrap({ keyId, wrappedKey }: Envelope, context: SecretContext): Buffer {
    const master = byId.get(keyId);
    if (master === undefined) {
      throw new AppError("invariant_broken", `master key ${keyId} is not among ENCRYPTION_KEYS`);
    }
    return decrypt(master.key, wrappedKey, bind("key", keyId, context));
  }

  function wrap(dataKey: Buffer, content: Buffer, context: SecretContext): string {
    const wrappedKey = encrypt(first.key, dataKey, bind("key", first.id, context));
    return [VERSION, first.id, wrappedKey.toString("base64url"), content.toString("base64url")].join(".");
  }

  return {
    seal: (plaintext, context) => {
      const dataKey = randomBytes(KEY_BYTES);
      return wrap(dataKey, encrypt(dataKey, Buffer.from(plaintext), bind("content", "", context)), context);
    },
    open: (sealed, context) => {
      const envelope = parse(sealed);
      const dataKey = unwrap(envelope, context);
      return decrypt(dataKey, envelope.content, bind("content", "", context)).toString();
    },
    needsRotation: (sealed) => parse(sealed).keyId !== first.id,
    fingerprint: (plaintext, context) =>
      createHmac("sha256", fingerprintKey)
        .update(JSON.stringify([VERSION, context.owner, context.purpose, plaintext]))
        .digest("hex")
        .slice(0, FINGERPRINT_DIGITS),
    reseal: (sealed, context) => {
      const envelope = parse(sealed);
      return wrap(unwrap(envelope, context), envelope.content, context);
    },
  };
}

/** JSON, so that no owner and purpose read as another pair. */
function bind(part: "key" | "content", keyId: string, { owner, purpose }: SecretContext): Buffer {
  return Buffer.from(JSON.stringify([VERSION, part, keyId, owner, purpose]));
}

function parse(sealed: string): Envelope {
  const [version, keyId, wrappedKey, content, ...more] = sealed.split(".");
  const isWhole = keyId !== undefined && wrappedKey !== undefined && content !== undefined;
  if (version !== VERSION || !isWhole || more.length > 0) {
    throw new AppError("invariant_broken", "this is not a sealed secret");
  }
  return { keyId, wrappedKey: decode(wrappedKey), content: decode(content) };
}

/** Strict: Node's decoder skips what it does not know, and two texts must not mean one secret. */
function decode(text: string): Buffer {
  const bytes = Buffer.from(text, "base64url");
  if (bytes.toString("base64url") !== text) {
    throw new AppError("invariant_broken", "this is not a sealed secret");
  }
  return bytes;
}

function encrypt(key: Uint8Array, plaintext: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, key, nonce, { authTagLength: TAG_BYTES }).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, box: Buffer, bound: Uint8Array): Buffer {
  try {
    const decipher = createDecipheriv(ALGORITHM, key, box.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAAD(bound).setAuthTag(box.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(box.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (error) {
    throw new AppError(
      "invariant_broken",
      "a sealed secret was changed, or belongs to another owner or purpose",
      {
        cause: error,
      },
    );
  }
}
