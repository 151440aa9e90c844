import { randomUUID } from "node:crypto";

import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedRoute } from "@/lib/contracts/surface";
import { contextFor } from "@/lib/server/context";
import { problemResponse } from "@/lib/server/problem-response";
import type { Handler } from "@/lib/server/route";
import { readFilePieces } from "@/lib/platform/zip-file";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import type { TakenExport } from "@/lib/services/leaving/take-export";
import { sharedServices } from "@/lib/services/wiring";

/** A route that sends a zip file from disk, piece by piece, and says afterwards whether all of it went. */
export function fileRoute(
  line: GuardedRoute,
  take: (ctx: ServiceContext, input: Readonly<{ id: string }>) => Promise<TakenExport>,
): Handler {
  return async (request, segment) => {
    const requestId = randomUUID();
    try {
      const ctx = await contextFor(request, requestId);
      requirePermission(ctx, SURFACE[line]);
      const id = (await segment.params)?.["id"] ?? "";
      const file = await take(ctx, { id });
      return new Response(bodyOf(file, ctx), {
        headers: {
          "content-type": "application/zip",
          "content-length": String(file.bytes),
          "content-disposition": `attachment; filename="${file.name}.zip"`,
          "cache-control": "no-store",
          "x-request-id": requestId,
        },
      });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  };
}

function bodyOf(file: TakenExport, ctx: ServiceContext): ReadableStream<Uint8Array> {
  const pieces = readFilePieces(file.place);
  const close = (isWhole: boolean): Promise<void> =>
    file.close(isWhole).catch((error: unknown) => ctx.log.warn({ error }, "a file was not closed"));
  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const next = await pieces.next();
        if (next.done === true) {
          await close(true);
          controller.close();
        } else controller.enqueue(next.value);
      } catch (error) {
        await close(false);
        controller.error(error);
      }
    },
    async cancel() {
      await pieces.return();
      await close(false);
    },
  });
}
