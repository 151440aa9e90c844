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
  return { ...given, ...path };
}

/** What stands in the address beside a body that is a file. Throws: invalid_input. */
export function readAddress(request: Request, known: ReadonlySet<string>): Payload {
  const given = readQuery(request);
  refuseUnknown(given, {}, known);
  return given;
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
  for (const [name, value] of searchParams) requireText(name, value);
  return Object.fromEntries(searchParams);
}

/** What no database keeps as text is refused where it comes from: NUL, and one half of a pair. */
function requireText(field: string, value: string): void {
  if (!value.includes("\0") && !/\p{Surrogate}/u.test(value)) return;
  throw new AppError("invalid_input", "a text holds characters that are no text", {
    fields: [{ field, message: "holds characters that are no text" }],
  });
}

async function readBody(request: Request): Promise<Payload> {
  const text = await readText(request);
  if (text.trim() === "") return {};
  const parsed = z.record(z.string(), z.unknown()).safeParse(parseJson(text));
  if (!parsed.success) throw new AppError("invalid_input", "the body must be a JSON object");
  for (const [name, value] of Object.entries(parsed.data)) requireTexts(name, value);
  return parsed.data;
}

/** Every text within a value, however deep: asked for one by one, since a body may be nested deeper than calls can. */
function requireTexts(field: string, whole: unknown): void {
  const left: unknown[] = [whole];
  while (left.length > 0) {
    const value = left.pop();
    if (typeof value === "string") requireText(field, value);
    else if (typeof value === "object" && value !== null) {
      for (const [name, part] of Object.entries(value)) left.push(name, part);
    }
  }
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
