/** What can go wrong in ways we expect and have a name for. Statuses and texts per code: lib/contracts/problem.ts. */
export type ErrorCode =
  | "access_lost"
  | "conflict"
  | "copy_replaced"
  | "cursor_refused"
  | "database_unavailable"
  | "disk_full"
  | "forbidden"
  | "invalid_input"
  | "invariant_broken"
  | "keys_rejected"
  | "not_found"
  | "provider_answer_invalid"
  | "provider_rejected"
  | "provider_unavailable"
  | "queue_unavailable"
  | "rate_limited"
  | "too_large"
  | "unauthenticated";

/** One bad field of an input: which, what it must be, and a word for interfaces that say it in their own language. */
export type FieldError = Readonly<{ field: string; message: string; reason?: string }>;

export type AppErrorOptions = ErrorOptions &
  Readonly<{ retryAfterMs?: number; fields?: readonly FieldError[] }>;

/** A failure we expect and have a name for. Anything else that is thrown is a bug. */
export class AppError extends Error {
  override readonly name = "AppError";
  readonly code: ErrorCode;
  /** How long to wait before trying again, in milliseconds; absent: trying again cannot help. */
  readonly retryAfterMs: number | undefined;
  readonly fields: readonly FieldError[];

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options);
    this.code = code;
    this.retryAfterMs = options.retryAfterMs;
    this.fields = options.fields ?? [];
  }

  get isTransient(): boolean {
    return this.retryAfterMs !== undefined;
  }
}

/** True for an AppError of one of the codes. */
export function hasCode(error: unknown, ...codes: readonly ErrorCode[]): boolean {
  return error instanceof AppError && codes.includes(error.code);
}
