import type { ErrorCode } from "@/lib/core/errors";

/** Status and title of each expected failure: a new code without them does not compile (RFC 9457). */
export const PROBLEMS = {
  access_lost: { status: 409, title: "Access to the ledger is gone" },
  conflict: { status: 409, title: "Somebody was here first" },
  copy_replaced: { status: 410, title: "The list was replaced; start again from its first page" },
  cursor_refused: { status: 409, title: "The place in the feed was refused" },
  database_unavailable: { status: 503, title: "The database does not answer" },
  disk_full: { status: 503, title: "The database's disk is full" },
  forbidden: { status: 403, title: "Not allowed" },
  invalid_input: { status: 422, title: "Some values are not valid" },
  invariant_broken: { status: 500, title: "Something went wrong" },
  keys_rejected: { status: 409, title: "The accounting keys were refused" },
  not_found: { status: 404, title: "Not found" },
  provider_answer_invalid: { status: 502, title: "Vipps MobilePay gave an answer that cannot be read" },
  provider_rejected: { status: 502, title: "Vipps MobilePay refused the request" },
  provider_unavailable: { status: 503, title: "Vipps MobilePay does not answer" },
  queue_unavailable: { status: 503, title: "The queue does not answer" },
  rate_limited: { status: 429, title: "Too many attempts" },
  too_large: { status: 413, title: "Too large" },
  unauthenticated: { status: 401, title: "Not signed in" },
} as const satisfies Record<ErrorCode, Readonly<{ status: number; title: string }>>;
