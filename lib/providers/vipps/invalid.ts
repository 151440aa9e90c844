import { AppError } from "@/lib/core/errors";

/**
 * An answer that has a readable form and an unreadable part. Names the field, with its position, and what it
 * should have been; never its value, which may be about a person.
 */
export function invalidAnswer(what: string, field: string, expected: string): AppError {
  const message = `must be ${expected}`;
  return new AppError("provider_answer_invalid", `${what}: ${field} ${message}`, {
    fields: [{ field, message }],
  });
}

/**
 * Parses JSON. What does not parse is an answer cut short or a gateway's page, so it is worth another try.
 * The parser's own error is not kept as cause: it quotes the text. Throws: provider_unavailable.
 */
export function parseJson(what: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new AppError("provider_unavailable", `${what}: the answer is not JSON`, { retryAfterMs: 0 });
  }
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
