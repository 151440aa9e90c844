import { randomUUID } from "node:crypto";

import type { z } from "zod";

import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedRoute } from "@/lib/contracts/surface";
import type { ReportFormat } from "@/lib/contracts/bookkeeping";
import { contextFor } from "@/lib/server/context";
import { chunkBody } from "@/lib/server/csv-response";
import { countAnswer } from "@/lib/server/figures";
import { readPayload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import type { Handler } from "@/lib/server/route";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import type { ReportFile } from "@/lib/services/reports/report-file";
import { sharedServices } from "@/lib/services/wiring";

const MEDIA: Readonly<Record<ReportFormat, string>> = {
  pdf: "application/pdf",
  xlsx: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
  csv: "text/csv; charset=utf-8",
};

/** A route that answers a report as a file, in the format that is asked for. */
export function reportRoute<I extends z.ZodObject>(
  line: GuardedRoute,
  spec: Readonly<{ input: I; run: (ctx: ServiceContext, input: z.output<I>) => Promise<ReportFile> }>,
): Handler {
  const known = new Set([...Object.keys(spec.input.shape), "tenant"]);
  return async (request, segment) => {
    const startedMs = performance.now();
    return countAnswer(request.method, await answer(request, segment), startedMs);
  };

  async function answer(...[request, segment]: Parameters<Handler>): Promise<Response> {
    const requestId = randomUUID();
    try {
      const path = (await segment.params) ?? {};
      const ctx = await contextFor(request, requestId);
      requirePermission(ctx, SURFACE[line]);
      const { tenant: _firm, ...payload } = await readPayload(request, path, known);
      const file = await spec.run(ctx, spec.input.parse(payload));
      const body = await chunkBody(file.chunks, { requestId, log: ctx.log, signal: request.signal });
      return new Response(body, {
        headers: {
          "content-type": MEDIA[file.format],
          "content-disposition": `attachment; filename="${file.name}.${file.format}"`,
          "cache-control": "no-store",
          "x-request-id": requestId,
        },
      });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  }
}
