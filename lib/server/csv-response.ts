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

/** Sends the file page by page. A failure before the first page is a problem; a later one cuts the file off. */
export async function csvResponse(
  file: CsvFile,
  request: Readonly<{ requestId: string; log: Log; signal: AbortSignal }>,
): Promise<Response> {
  const { chunks } = file;
  const first = await chunks.next();
  const encoder = new TextEncoder();
  let isFirst = true;
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = isFirst ? first : await chunks.next();
        isFirst = false;
        if (next.done === true || request.signal.aborted) {
          await chunks.return();
          controller.close();
        } else {
          controller.enqueue(encoder.encode(next.value));
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
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${file.name}.csv"`,
      "cache-control": "no-store",
      "x-request-id": request.requestId,
    },
  });
}
