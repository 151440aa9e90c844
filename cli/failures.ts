import type { AppError, ErrorCode } from "@/lib/core/errors";

/** What is safe after a failure, and what to do about it. Empty: the error's own message says so. */
type Advice = Readonly<{ safe: string; mend: string }>;

const UNTOUCHED = "Nothing was changed.";
const KEPT = "Everything that was copied before is safe.";

/** A new code without advice does not compile. */
const ADVICE: Readonly<Record<ErrorCode, Advice>> = {
  access_lost: {
    safe: KEPT,
    mend: "Ask the merchant to grant access again in the portal, then run `ledgers discover`.",
  },
  conflict: { safe: UNTOUCHED, mend: "" },
  copy_replaced: { safe: KEPT, mend: "A rebuild replaced the copy meanwhile: run the command again." },
  cursor_refused: { safe: KEPT, mend: "A new copy is being read from the start: run `sync --once` again." },
  database_unavailable: {
    safe: "",
    mend: "Start PostgreSQL, or mend DATABASE_URL; `doctor` shows what is wrong. Then run the command again.",
  },
  disk_full: { safe: "", mend: "Make room on the database's disk, then run the command again." },
  forbidden: { safe: UNTOUCHED, mend: "Ask an owner of the firm." },
  invalid_input: { safe: UNTOUCHED, mend: "" },
  invariant_broken: {
    safe: "Nothing was half written.",
    mend: "This is a bug, or ENCRYPTION_KEYS lacks a key: run `doctor`, and report it with LOG_LEVEL=debug if that finds nothing.",
  },
  keys_rejected: {
    safe: `${KEPT} No keys were stored or changed.`,
    mend: "Compare client id and secret with the accounting keys in the partner portal, and store them with `keys set`.",
  },
  not_found: { safe: UNTOUCHED, mend: "" },
  provider_answer_invalid: {
    safe: `${KEPT} Nothing of the answer was kept.`,
    mend: "Run the command again; if it stays, report it to Vipps MobilePay with the ids above.",
  },
  provider_rejected: {
    safe: KEPT,
    mend: "Check VIPPS_API_URL and what was asked for; `doctor` tries the API.",
  },
  provider_unavailable: {
    safe: KEPT,
    mend: "Nothing needs to be mended here: run the command again later; the worker goes on by itself.",
  },
  queue_unavailable: {
    safe: "The rows in PostgreSQL say what is due, so nothing is lost.",
    mend: "Start Redis, or mend REDIS_URL; without REDIS_URL the queue is in PostgreSQL. Then run the command again.",
  },
  rate_limited: { safe: UNTOUCHED, mend: "Wait a little, then run the command again." },
  too_large: { safe: UNTOUCHED, mend: "" },
  unauthenticated: { safe: UNTOUCHED, mend: "" },
};

export type Failure = Readonly<{ code: ErrorCode; message: string; safe: string; mend: string }>;

/** What happened, what is safe, what to do. */
export function failureOf(error: Pick<AppError, "code" | "message" | "fields">): Failure {
  const fields = error.fields.map(({ field, message }) => `${field} ${message}`);
  const message = [error.message, ...fields].join("; ");
  return { code: error.code, message, ...ADVICE[error.code] };
}

/** A failure in one line. */
export function failureLine(failure: Failure): string {
  return [sentence(failure.message), failure.safe, failure.mend].filter((part) => part !== "").join(" ");
}

/** A message of the program as a sentence. */
export function sentence(message: string): string {
  const text = message.charAt(0).toUpperCase() + message.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
