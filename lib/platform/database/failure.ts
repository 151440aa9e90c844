import { AppError } from "@/lib/core/errors";

const RETRY_AFTER_MS = 5_000;

/** Connection failures of node-postgres and of the socket, by code and never by text. */
const UNREACHABLE = new Set([
  "ECONNREFUSED",
  "ECONNRESET",
  "ENOTFOUND",
  "ETIMEDOUT",
  "EPIPE",
  "EHOSTUNREACH",
  "EAI_AGAIN",
]);

/**
 * A database error in our words, decided by SQLSTATE (PostgreSQL, appendix A). What is ours to mend stays
 * as it is: it is a bug.
 */
export function toAppError(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const code = "code" in error && typeof error.code === "string" ? error.code : "";
  if (code === "53100") {
    return new AppError(
      "disk_full",
      "PostgreSQL has no space left; nothing was half written, and work goes on when there is room",
      {
        cause: error,
        retryAfterMs: 60_000,
      },
    );
  }
  // Class 08: connection; 57P01-03: shut down, crashed, starting; 53300: too many connections.
  const isDown = code.startsWith("08") || code.startsWith("57P") || code === "53300" || UNREACHABLE.has(code);
  // node-postgres gives no code when a connection ends under a query, or none can be had in time.
  const isCut =
    code === "" &&
    (error.message.startsWith("Connection terminated") ||
      error.message.includes("timeout exceeded when trying to connect") ||
      error.message.includes("Client has encountered a connection error"));
  if (isDown || isCut) {
    return new AppError(
      "database_unavailable",
      "PostgreSQL does not answer; nothing is lost, and work goes on when it does",
      {
        cause: error,
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  }
  // 57014: a statement took longer than it may.
  if (code === "57014") {
    return new AppError(
      "database_unavailable",
      "PostgreSQL took too long; nothing was half written, and it is tried again",
      {
        cause: error,
        retryAfterMs: RETRY_AFTER_MS,
      },
    );
  }
  // 40001 serialization, 40P01 deadlock, 55P03 lock timeout: try again.
  if (code === "40001" || code === "40P01" || code === "55P03") {
    return new AppError("conflict", "another change came first; try again", {
      cause: error,
      retryAfterMs: 200,
    });
  }
  return error;
}
