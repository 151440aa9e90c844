import { AppError } from "@/lib/core/errors";

/** States what is true by construction. If it is not, that is a bug of ours, never of an input. */
export function invariant(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AppError("invariant_broken", message);
}

/** The value, which cannot be absent here: `what` says why. */
export function present<T>(value: T | null | undefined, what: string): T {
  invariant(value !== null && value !== undefined, `${what} is missing`);
  return value;
}
