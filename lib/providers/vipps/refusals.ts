import { AppError, type ErrorCode } from "@/lib/core/errors";
import type { HttpAnswer } from "@/lib/platform/http";
import { isRecord } from "@/lib/providers/vipps/invalid";

export type Call = Readonly<{
  kind: "token" | "listing" | "feed" | "report";
  /** Whether a cursor was sent. */
  hasCursor: boolean;
}>;

/** 500 with this code is a refusal of the input: the same request will not do better. */
const INPUT_VALIDATION = 10002;
const CLIENT_REFUSED: ReadonlySet<unknown> = new Set(["invalid_client", "unauthorized_client"]);
/** Letters that ids are made of. Anything else might be more than an id. */
const SAFE_ID = /^[\w.|:-]{1,80}$/;
const WHAT: Readonly<Record<Call["kind"], string>> = {
  token: "the token",
  listing: "the list of ledgers",
  feed: "the feed",
  report: "the report by date",
};

/**
 * What an answer that is no success means. Decided by status and documented code, never by text; the ids that
 * the provider's support asks for are kept in the message.
 */
export function refusalOf(answer: HttpAnswer, call: Call): AppError {
  const body = readBody(answer.text);
  const message = `${WHAT[call.kind]}: answered ${answer.status}${idsIn(body)}`;
  if (isTemporary(answer, body)) {
    return new AppError("provider_unavailable", message, { retryAfterMs: answer.retryAfterMs });
  }
  return new AppError(codeOf(answer.status, body, call), message);
}

function codeOf(status: number, body: Record<string, unknown>, call: Call): ErrorCode {
  if (call.kind === "token") {
    return status === 401 || CLIENT_REFUSED.has(body["error"]) ? "keys_rejected" : "provider_rejected";
  }
  if (call.kind === "listing") return "provider_rejected";
  if (status === 403 || status === 404) return "access_lost";
  // With 500 only input validation comes this far.
  const isInputRefused = status === 400 || status >= 500;
  return isInputRefused && call.kind === "feed" && call.hasCursor ? "cursor_refused" : "provider_rejected";
}

function isTemporary({ status, text }: HttpAnswer, body: Record<string, unknown>): boolean {
  if (status >= 500) return body["errorCode"] !== INPUT_VALIDATION;
  // A redirect is no part of these APIs: something stands before them.
  if (status < 400 || status === 408 || status === 429) return true;
  return isFromGateway(text, body);
}

/** Azure's gateway answers for the API, with `{statusCode, message}` or a page: no word of the API itself. */
function isFromGateway(text: string, body: Record<string, unknown>): boolean {
  return text.trimStart().startsWith("<") || typeof body["statusCode"] === "number";
}

function readBody(text: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(text);
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function idsIn(body: Record<string, unknown>): string {
  const ids = ["contextId", "traceId"].flatMap((name) => {
    const id = body[name];
    return typeof id === "string" && SAFE_ID.test(id) ? [`${name} ${id}`] : [];
  });
  return ids.length === 0 ? "" : ` (${ids.join(", ")})`;
}
