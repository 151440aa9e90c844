import { pino, stdTimeFunctions, type DestinationStream, type Logger } from "pino";

import { AppError } from "@/lib/core/errors";

export type LogLevel = "debug" | "info" | "warn" | "error" | "silent";
type Fields = Readonly<Record<string, unknown>>;

/**
 * One JSON line an event: a verb in the past tense, ids as fields. `warn` means someone should look this
 * week, `error` now. An error goes into the field `error`.
 */
export type Log = Readonly<{
  debug: (fields: Fields, message: string) => void;
  info: (fields: Fields, message: string) => void;
  warn: (fields: Fields, message: string) => void;
  error: (fields: Fields, message: string) => void;
  /** The same log with these fields in every line. */
  child: (fields: Fields) => Log;
}>;

/** Never in the log, at the top of a line or one level below: keys, tokens, people, and what they paid for. */
const SECRET_FIELDS = [
  "authorization",
  "body",
  "clientSecret",
  "cookie",
  "email",
  "merchantName",
  "name",
  "password",
  "payload",
  "phone",
  "phoneNumber",
  "secret",
  "subscriptionKey",
  "token",
] as const;

/** The log of a process, to standard output unless told otherwise; the CLI and scripts use standard error. */
export function createLog(level: LogLevel, destination?: DestinationStream): Log {
  const options = {
    level,
    base: null,
    timestamp: stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    redact: { paths: SECRET_FIELDS.flatMap((field) => [field, `*.${field}`]), censor: "[redacted]" },
    serializers: { error: describeError },
  };
  return toLog(destination === undefined ? pino(options) : pino(options, destination));
}

function toLog(logger: Logger): Log {
  return {
    debug: (fields, message) => logger.debug(fields, message),
    info: (fields, message) => logger.info(fields, message),
    warn: (fields, message) => logger.warn(fields, message),
    error: (fields, message) => logger.error(fields, message),
    child: (fields) => toLog(logger.child(fields)),
  };
}

/** The causes matter as much as the error, and an error's own fields may hold a request with its headers. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) return String(error);
  return {
    type: error.name,
    ...("code" in error && { code: error.code }),
    message: error.message,
    // An expected failure is told by its code; only a bug needs its stack.
    ...(!(error instanceof AppError) && { stack: error.stack }),
    ...(error.cause !== undefined && { cause: describeError(error.cause) }),
  };
}
