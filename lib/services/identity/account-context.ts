import { AppError } from "@/lib/core/errors";
import type { Services } from "@/lib/services/context";

/**
 * Who acts on their own account. There is no firm and no role: the session's id says who it is, and every function of
 * the database that is called with it looks again whether it holds.
 */
export type AccountContext = Services & Readonly<{ sessionId: string }>;

/** The value that only a session that holds has. Throws: unauthenticated. */
export function signedIn<T>(value: T | undefined | false): T {
  if (value === undefined || value === false) throw new AppError("unauthenticated", "sign in first");
  return value;
}
