import { z } from "zod";

import { PROBLEMS } from "@/lib/contracts/problem";
import { AppError } from "@/lib/core/errors";
import type { ErrorCode, FieldError } from "@/lib/core/errors";
import type { Log } from "@/lib/platform/log";

/** The one error body of the API (RFC 9457). Expected failures explain themselves; bugs do not leak, and are logged. */
export function problemResponse(error: unknown, request: Readonly<{ id: string; log: Log }>): Response {
  const known = toAppError(error);
  if (known === undefined || known.code === "invariant_broken") {
    request.log.error({ requestId: request.id, error }, "request failed");
    return problem("invariant_broken", request.id, {
      detail: "This is a fault of ours, and it is noted. Nothing was changed.",
    });
  }
  if (PROBLEMS[known.code].status >= 500) {
    request.log.warn({ requestId: request.id, code: known.code, error }, "request could not be served");
  }
  return problem(known.code, request.id, {
    detail: known.message,
    fields: known.fields,
    retryAfterMs: known.retryAfterMs,
  });
}

function toAppError(error: unknown): AppError | undefined {
  if (error instanceof AppError) return error;
  if (!(error instanceof z.ZodError)) return undefined;
  const fields = error.issues.map((issue) => ({ field: issue.path.join("."), message: issue.message }));
  return new AppError("invalid_input", "some values are not valid", { fields });
}

function problem(
  code: ErrorCode,
  requestId: string,
  of: Readonly<{ detail: string; fields?: readonly FieldError[]; retryAfterMs?: number | undefined }>,
): Response {
  const { status, title } = PROBLEMS[code];
  const body = {
    type: `/problems/${code.replaceAll("_", "-")}`,
    title,
    status,
    detail: of.detail,
    ...(of.fields !== undefined && of.fields.length > 0 && { errors: of.fields }),
    requestId,
  };
  const headers = new Headers({
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-request-id": requestId,
  });
  if (of.retryAfterMs !== undefined) headers.set("retry-after", String(Math.ceil(of.retryAfterMs / 1000)));
  if (status === 401) headers.set("www-authenticate", "Bearer");
  return Response.json(body, { status, headers });
}
