import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { Page } from "@/lib/core/page";
import { AppError } from "@/lib/core/errors";
import { SURFACE } from "@/lib/contracts/surface";
import type { GuardedRoute } from "@/lib/contracts/surface";
import { countAnswer } from "@/lib/server/figures";
import { contextFor } from "@/lib/server/context";
import { csvResponse, wantsCsv } from "@/lib/server/csv-response";
import type { CsvFile } from "@/lib/server/csv-response";
import { readPayload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import { requirePermission } from "@/lib/services/context";
import type { ServiceContext } from "@/lib/services/context";
import { sharedServices } from "@/lib/services/wiring";

type Segment = Readonly<{ params: Promise<Readonly<Record<string, string>> | undefined> }>;
export type Handler = (request: Request, segment: Segment) => Promise<Response>;

type RouteSpec<I extends z.ZodObject, O extends z.ZodType> = Readonly<{
  input: I;
  output: O;
  run: (ctx: ServiceContext, input: z.output<I>) => Promise<z.output<O>>;
  /** The same as a file, when it is a list. */
  csv?: (ctx: ServiceContext, input: z.output<I>) => CsvFile;
}>;

/**
 * Every route of a firm: who asks, whether they may, what they ask, the verb, the answer. Its line of SURFACE guards
 * it before anything that was sent is read; the verb asks again.
 */
export function route<I extends z.ZodObject, O extends z.ZodType>(
  line: GuardedRoute,
  spec: RouteSpec<I, O>,
): Handler {
  const known = new Set([
    ...Object.keys(spec.input.shape),
    ...(spec.csv === undefined ? [] : ["format", "tenant"]),
  ]);
  return async (request, segment) => {
    const startedMs = performance.now();
    return countAnswer(request.method, await answer(request, segment), startedMs);
  };

  async function answer(request: Request, segment: Segment): Promise<Response> {
    const requestId = randomUUID();
    try {
      const path = (await segment.params) ?? {}; // a route without parts of its own has no parameters
      const ctx = await contextFor(request, requestId);
      requirePermission(ctx, SURFACE[line]);
      const { format, tenant: _firm, ...payload } = await readPayload(request, path, known);
      const input = spec.input.parse(payload);
      if (spec.csv !== undefined && wantsCsv(request, format)) {
        return await csvResponse(spec.csv(ctx, input), { requestId, log: ctx.log, signal: request.signal });
      }
      const body: unknown = z.encode(spec.output, await spec.run(ctx, input));
      return Response.json(body, { headers: { "cache-control": "no-store", "x-request-id": requestId } });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  }
}

/** A route that answers a page of a list and has no file. */
export function pageRoute<I extends z.ZodObject, Item extends z.ZodType>(
  line: GuardedRoute,
  spec: Omit<ListSpec<I, Item>, "csv">,
): Handler {
  return route<I, z.ZodType>(line, {
    input: spec.input,
    output: z.object({ items: z.array(spec.item), nextCursor: z.string().nullable() }),
    run: async (ctx, input) => {
      const page = await spec.run(ctx, input);
      return { items: page.items, nextCursor: page.nextCursor ?? null };
    },
  });
}

type ListSpec<I extends z.ZodObject, Item extends z.ZodType> = Readonly<{
  input: I;
  item: Item;
  run: (ctx: ServiceContext, input: z.output<I>) => Promise<Page<z.output<Item>>>;
  csv?: (ctx: ServiceContext, input: z.output<I>) => CsvFile;
}>;

/** A route that answers a page of a list: `{ items, nextCursor }`, or every matching row as CSV where there is a file. */
export function listRoute<I extends z.ZodObject, Item extends z.ZodType>(
  line: GuardedRoute,
  spec: ListSpec<I, Item>,
): Handler {
  const output = z.object({ items: z.array(spec.item), nextCursor: z.string().nullable() });
  return route<I, z.ZodType>(line, {
    input: spec.input,
    output,
    run: async (ctx, input) => {
      const page = await spec.run(ctx, input);
      return { items: page.items, nextCursor: page.nextCursor ?? null };
    },
    ...(spec.csv !== undefined && { csv: spec.csv }),
  });
}

/** For paths of the API that do not exist: a problem, not a page. */
export function notFound(): Response {
  return problemResponse(new AppError("not_found", "there is nothing at this path"), {
    id: randomUUID(),
    log: sharedServices().log,
  });
}
