import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import type { FieldError } from "@/lib/core/errors";

const BODY_BYTES_MAX = 256 * 1024;
const REFUSED_MAX = 20;

export type Payload = Readonly<Record<string, unknown>>;

/**
 * What is asked for: the query of a GET, the JSON of the rest, and the path's own parts. What the route does not
 * know is refused by name, and so is what is said twice. Throws: invalid_input, too_large.
 */
export async function readPayload(
  request: Request,
  path: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): Promise<Payload> {
  const given = request.method === "GET" ? readQuery(request) : await readBody(request);
  refuseUnknown(given, path, known);
  refuseUnkeepable(given);
  return { ...given, ...path };
}

/** What stands in the address beside a body that is a file. Throws: invalid_input. */
export function readAddress(request: Request, known: ReadonlySet<string>): Payload {
  const given = readQuery(request);
  refuseUnknown(given, {}, known);
  refuseUnkeepable(given);
  return given;
}

/** A NUL, or half of a surrogate pair. */
const UNKEEPABLE = /\0|\p{Surrogate}/u;

/** PostgreSQL keeps no NUL and no half of a pair: said of the field, not found out in the middle of a change. */
function refuseUnkeepable(given: Payload): void {
  const refused = Object.entries(given)
    .filter(([, value]) => holdsUnkeepable(value))
    .slice(0, REFUSED_MAX)
    .map(([field]) => ({ field, message: "holds a character that is no text" }));
  if (refused.length > 0)
    throw new AppError("invalid_input", "some values hold a character that is no text", { fields: refused });
}

/** However deep a body is nested: it is walked without calling itself. */
function holdsUnkeepable(given: unknown): boolean {
  const left: unknown[] = [given];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string" && UNKEEPABLE.test(value)) return true;
    if (typeof value !== "object" || value === null) continue;
    for (const [name, inner] of Object.entries(value)) left.push(name, inner);
  }
  return false;
}

function refuseUnknown(
  given: Payload,
  path: Readonly<Record<string, string>>,
  known: ReadonlySet<string>,
): void {
  const refused: FieldError[] = Object.keys(given)
    .filter((name) => !known.has(name) || name in path)
    .slice(0, REFUSED_MAX)
    .map((name) => ({ field: name, message: "is not known here" }));
  if (refused.length > 0)
    throw new AppError("invalid_input", "some values are not known here", { fields: refused });
}

function readQuery(request: Request): Payload {
  const { searchParams } = new URL(request.url);
  const repeated = [...new Set(searchParams.keys())].filter((name) => searchParams.getAll(name).length > 1);
  if (repeated.length > 0) {
    throw new AppError("invalid_input", "some values are given more than once", {
      fields: repeated.slice(0, REFUSED_MAX).map((field) => ({ field, message: "is given more than once" })),
    });
  }
  return Object.fromEntries(searchParams);
}

async function readBody(request: Request): Promise<Payload> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (!parsed.success) throw new AppError("invalid_input", "the body must be a JSON object");
  return parsed.data;
}

async function readText(request: Request): Promise<string> {
  if (request.body === null) return "";
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const chunk of request.body) {
    bytes += chunk.byteLength;
    if (bytes > BODY_BYTES_MAX)
      throw new AppError("too_large", `the body may have ${String(BODY_BYTES_MAX)} bytes`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
