import { randomUUID } from "node:crypto";

import { z } from "zod";

import { AppError } from "@/lib/core/errors";
import { currentSessionId } from "@/lib/server/auth";
import { countAnswer } from "@/lib/server/figures";
import { originOf } from "@/lib/server/origin";
import { readPayload } from "@/lib/server/payload";
import { problemResponse } from "@/lib/server/problem-response";
import type { Handler } from "@/lib/server/route";
import type { Actor, Services } from "@/lib/services/context";
import { sharedServices } from "@/lib/services/wiring";

/** Who may ask is not a matter of a firm: the session, if there is one, is the verb's business. */
export type OpenAsker = Readonly<{
  services: Services;
  sessionId: string | undefined;
  /** Where the request comes from, for the audit trail. */
  origin: Pick<Actor, "address" | "device" | "requestId">;
}>;

type OpenSpec<I extends z.ZodObject, O extends z.ZodType> = Readonly<{
  input: I;
  output: O;
  run: (asker: OpenAsker, input: z.output<I>) => Promise<z.output<O>>;
}>;

/**
 * A route outside every firm, for what a secret in the input opens. Only JSON is taken: a form of another site cannot
 * send it with somebody's session.
 */
export function openRoute<I extends z.ZodObject, O extends z.ZodType>(spec: OpenSpec<I, O>): Handler {
  const known = new Set(Object.keys(spec.input.shape));
  return async (request) => {
    const startedMs = performance.now();
    const requestId = randomUUID();
    try {
      if (request.headers.get("content-type")?.split(";")[0] !== "application/json")
        throw new AppError("invalid_input", "send JSON");
      const input = spec.input.parse(await readPayload(request, {}, known));
      const asker = {
        services: sharedServices(),
        sessionId: await currentSessionId(),
        origin: { ...originOf(request.headers), requestId },
      };
      const body: unknown = z.encode(spec.output, await spec.run(asker, input));
      const headers = { "cache-control": "no-store", "x-request-id": requestId };
      return countAnswer(request.method, Response.json(body, { headers }), startedMs);
    } catch (error) {
      const { log } = sharedServices();
      return countAnswer(request.method, problemResponse(error, { id: requestId, log }), startedMs);
    }
  };
}
