import { randomUUID } from "node:crypto";

import { z } from "zod";

import type { OperatorRoute } from "@/lib/contracts/surface";
import { listOf } from "@/lib/contracts/wire";
import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import { countAnswer } from "@/lib/server/figures";
import { contextFor } from "@/lib/server/context";
import { operatorContext } from "@/lib/server/operator-context";
import { readPayload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import type { OperatorContext } from "@/lib/services/operators/context";
import { sharedServices } from "@/lib/services/wiring";

/** Other sites cannot set it, so they cannot act with somebody's session. */
const HEADER = "avstemt-operator";

/** A route of the operators' pages, by its line of SURFACE. Tokens do not open it: operators are people. */
export function operatorRoute<I extends z.ZodObject, O extends z.ZodType>(
  _line: OperatorRoute,
  spec: Readonly<{
    input: I;
    output: O;
    run: (ctx: OperatorContext, input: z.output<I>) => Promise<z.output<O>>;
  }>,
): (request: Request) => Promise<Response> {
  const known = new Set(Object.keys(spec.input.shape));
  return async (request) => {
    const startedMs = performance.now();
    return countAnswer(request.method, await answer(request), startedMs);
  };

  async function answer(request: Request): Promise<Response> {
    const requestId = randomUUID();
    try {
      const ctx = await contextOf(request, requestId);
      const input = spec.input.parse(await readPayload(request, {}, known));
      const body: unknown = z.encode(spec.output, await spec.run(ctx, input));
      return Response.json(body, { headers: { "cache-control": "no-store", "x-request-id": requestId } });
    } catch (error) {
      return problemResponse(error, { id: requestId, log: sharedServices().log });
    }
  }
}

/** Throws: unauthenticated, not_found: for everybody who is no operator, and for every token that holds. */
async function contextOf(request: Request, requestId: string): Promise<OperatorContext> {
  const nothing = new AppError("not_found", "there is nothing at this path");
  if (request.headers.has("authorization")) {
    await contextFor(request, requestId);
    throw nothing;
  }
  const ctx = await operatorContext();
  if (request.method !== "GET" && !request.headers.has(HEADER)) throw nothing;
  return ctx;
}

/** One that answers a page of a list: `{ items, nextCursor }`. */
export function operatorListRoute<I extends z.ZodObject, Item extends z.ZodType>(
  line: OperatorRoute,
  spec: Readonly<{
    input: I;
    item: Item;
    run: (ctx: OperatorContext, input: z.output<I>) => Promise<Page<z.output<Item>>>;
  }>,
): (request: Request) => Promise<Response> {
  return operatorRoute<I, z.ZodType>(line, {
    input: spec.input,
    output: listOf(spec.item),
    run: async (ctx, input) => {
      const page = await spec.run(ctx, input);
      return { items: page.items, nextCursor: page.nextCursor ?? null };
    },
  });
}
