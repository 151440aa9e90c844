import { AppError } from "@/lib/core/errors";
import type { Log } from "@/lib/platform/log";

/** A file that is made while it is sent. */
export type CsvFile = Readonly<{ name: string; chunks: AsyncGenerator<string, void, undefined> }>;

/** Asked for by `Accept: text/csv`, or in an address by `format=csv`. Throws: invalid_input. */
export function wantsCsv(request: Request, format: unknown): boolean {
  if (format === "csv") return true;
  if (format !== undefined && format !== "json") {
    throw new AppError("invalid_input", "the format is not known", {
      fields: [{ field: "format", message: "must be json or csv" }],
    });
  }
  if (format === "json") return false;
  const accepted = (request.headers.get("accept") ?? "").split(",").map((part) => part.split(";")[0]?.trim());
  return accepted.includes("text/csv");
}

type Sending = Readonly<{ requestId: string; log: Log; signal: AbortSignal }>;

/** Sends the file page by page. A failure before the first page is a problem; a later one cuts the file off. */
export async function csvResponse(file: CsvFile, request: Sending): Promise<Response> {
  return new Response(await chunkBody(file.chunks, request), {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file.name}.csv"`,
      "cache-control": "no-store",
      "x-request-id": request.requestId,
    },
  });
}

/** Chunks as the body of an answer; the first is made before there is one. */
export async function chunkBody(
  chunks: AsyncGenerator<string | Uint8Array, void, undefined>,
  request: Sending,
): Promise<ReadableStream<Uint8Array>> {
  const first = await chunks.next();
  const encoder = new TextEncoder();
  let isFirst = true;
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = isFirst ? first : await chunks.next();
        isFirst = false;
        if (next.done === true || request.signal.aborted) {
          await chunks.return();
          controller.close();
        } else {
          controller.enqueue(typeof next.value === "string" ? encoder.encode(next.value) : next.value);
        }
      } catch (error) {
        request.log.warn({ requestId: request.requestId, error }, "file cut off");
        controller.error(error);
      }
    },
    async cancel() {
      await chunks.return();
    },
  });
}
