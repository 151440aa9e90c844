import { hash, verify } from "@node-rs/argon2";

/** argon2id as OWASP advises: 19 MiB, two passes, one lane. */
const OPTIONS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** The hash that is stored of a password; it carries its own salt and settings. */
export function hashPassword(password: string): Promise<string> {
  return hash(password.normalize("NFKC"), OPTIONS);
}

/** True when the hash is of this password. */
export function isPassword(hashed: string, password: string): Promise<boolean> {
  return verify(hashed, password.normalize("NFKC"));
}
