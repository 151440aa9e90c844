import { randomUUID } from "node:crypto";

import { PREVIEW_BYTES_MAX, StatementUploadInput, STATEMENT_FILES_MAX } from "@/lib/contracts/bank-import";
import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedRoute } from "@/lib/contracts/surface";
import { AppError } from "@/lib/core/errors";
import { readMultipart } from "@/lib/platform/multipart";
import { contextFor } from "@/lib/server/context";
import { countAnswer } from "@/lib/server/figures";
import { readAddress } from "@/lib/server/payload";
import type { Payload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import type { Handler } from "@/lib/server/route";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { sharedServices } from "@/lib/services/wiring";

/** A file of a request, as it comes; to be read before the next is asked for. */
export type Upload = StatementUploadInput & Readonly<{ name: string; body: AsyncIterable<Uint8Array> }>;

/** What is answered: the status, and what is encoded already. */
export type Answered = Readonly<{ status: number; body: unknown }>;

const KNOWN = new Set(Object.keys(StatementUploadInput.shape));
const FIELD_BYTES_MAX = 64 * 1024;
const UNNAMED = "statement";

/**
 * A route that takes files: one as the raw body with its name in the address, or several as multipart. Nothing is
 * held in memory but the piece that has just come; who asks is known before the first byte is read.
 */
export function uploadRoute(
  line: GuardedRoute,
  run: (
    ctx: ServiceContext,
    files: AsyncIterable<Upload>,
    of: Readonly<{ isSession: boolean; isMany: boolean }>,
  ) => Promise<Answered>,
): Handler {
  return async (request) => {
    const startedMs = performance.now();
    return countAnswer(request.method, await answer(request), startedMs);
  };

  async function answer(request: Request): Promise<Response> {
    const requestId = randomUUID();
    try {
      const ctx = await contextFor(request, requestId);
      requirePermission(ctx, SURFACE[line]);
      const address = readAddress(request, KNOWN);
      const { status, body } = await run(ctx, filesOf(request, address), {
        isSession: ctx.role !== "token",
        isMany: isMultipart(request),
      });
      return Response.json(body, {
        status,
        headers: { "cache-control": "no-store", "x-request-id": requestId },
      });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  }
}

function isMultipart(request: Request): boolean {
  return /^multipart\/form-data\b/i.test(request.headers.get("content-type") ?? "");
}

async function* filesOf(request: Request, address: Payload): AsyncGenerator<Upload, void> {
  const body = request.body ?? nothing();
  if (!isMultipart(request)) {
    const input = StatementUploadInput.parse(address);
    yield { ...input, name: nameOf(input.name), body };
    return;
  }
  const parts = readMultipart(body, request.headers.get("content-type") ?? "", {
    partsMax: STATEMENT_FILES_MAX + KNOWN.size,
  });
  const fields: Record<string, unknown> = { ...address };
  for await (const part of parts) {
    if (part.fileName === undefined) {
      if (!KNOWN.has(part.name) || part.name === "name")
        throw new AppError("invalid_input", "some values are not known here", {
          fields: [{ field: part.name.slice(0, 100), message: "is not known here" }],
        });
      fields[part.name] = await textOf(part.body);
    } else {
      yield { ...StatementUploadInput.parse(fields), name: nameOf(part.fileName), body: part.body };
    }
  }
}

/** Of what some programs send as a name, `C:\statements\june.xml`, the last part. */
function nameOf(given: string | undefined): string {
  const name = (given ?? "").split(/[\\/]/).at(-1)?.trim() ?? "";
  return name === "" ? UNNAMED : name.slice(0, 300);
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const decoder = new TextDecoder();
  let bytes = 0;
  let text = "";
  for await (const piece of body) {
    bytes += piece.byteLength;
    if (bytes > FIELD_BYTES_MAX) throw new AppError("too_large", "a field beside the files is too long");
    text += decoder.decode(piece, { stream: true });
  }
  return text + decoder.decode();
}

/** So much of a body as is looked at to say what it is. */
export async function beginningOf(body: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  let length = 0;
  for await (const piece of body) {
    pieces.push(piece);
    length += piece.byteLength;
    if (length >= PREVIEW_BYTES_MAX) break;
  }
  return Buffer.concat(pieces).subarray(0, PREVIEW_BYTES_MAX);
}

// oxlint-disable-next-line typescript/require-await -- a body is asynchronous by its type
async function* nothing(): AsyncGenerator<Uint8Array> {
  // No body at all: the reader says that the file is empty.
}
